/// What this service does with the broker besides what its desk does.
@org.jspecify.annotations.NullMarked
package dev.holdfast.decision.io.kafka;
