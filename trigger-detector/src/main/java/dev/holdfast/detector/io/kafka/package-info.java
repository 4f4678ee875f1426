/// Loops over Kafka topics, dead letters, the topics of packs.
@NullMarked
package dev.holdfast.detector.io.kafka;

import org.jspecify.annotations.NullMarked;
