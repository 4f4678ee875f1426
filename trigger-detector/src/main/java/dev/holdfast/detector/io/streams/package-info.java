/// Kafka Streams around the stream of a key.
@NullMarked
package dev.holdfast.detector.io.streams;

import org.jspecify.annotations.NullMarked;
