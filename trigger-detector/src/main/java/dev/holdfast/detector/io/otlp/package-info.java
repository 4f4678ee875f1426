/// OpenTelemetry metrics, by HTTP and by Kafka.
@NullMarked
package dev.holdfast.detector.io.otlp;

import org.jspecify.annotations.NullMarked;
