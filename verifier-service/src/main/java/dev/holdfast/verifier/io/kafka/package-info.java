/// Asks Kafka how far behind a consumer group is.
@org.jspecify.annotations.NullMarked
package dev.holdfast.verifier.io.kafka;
