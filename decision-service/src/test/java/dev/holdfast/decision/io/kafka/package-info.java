@org.jspecify.annotations.NullMarked
package dev.holdfast.decision.io.kafka;
