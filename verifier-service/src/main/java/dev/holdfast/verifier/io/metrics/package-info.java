/// Asks any Prometheus-compatible API.
@org.jspecify.annotations.NullMarked
package dev.holdfast.verifier.io.metrics;
