/// Kafka: how events look on the wire, which topics there are, and how a desk is served from them.
@org.jspecify.annotations.NullMarked
package dev.holdfast.backbone.kafka;
