package dev.holdfast.trials.measure;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Sends a system's metric over OTLP/HTTP four times a second, and at once when it breaks, as an
/// application with the OpenTelemetry SDK does. Open loop: no sample waits for the answer to another.
final class Pusher implements AutoCloseable {
    private static final long EVERY = TimeUnit.MILLISECONDS.toNanos(250);
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int OK = 200;

    private final URI uri;
    private final String token;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService timetables = Executors.newVirtualThreadPerTaskExecutor();
    private final ExecutorService deliveries = Executors.newVirtualThreadPerTaskExecutor();
    private final ConcurrentLinkedQueue<Double> answered = new ConcurrentLinkedQueue<>();
    private final AtomicInteger failed = new AtomicInteger();
    private volatile boolean closing;

    Pusher(String detector, String token) {
        this.uri = URI.create(detector + "/v1/metrics");
        this.token = token;
    }

    /// @param phase nanoseconds, so that not all systems send in the same moment
    void begin(LabSystem system, long phase) {
        system.onBreak(() -> send(system, System.nanoTime()));
        timetables.execute(() -> timetable(system, System.nanoTime() + phase));
    }

    private void timetable(LabSystem system, long first) {
        try {
            for (long due = first; !closing; due += EVERY) {
                LabSystem.sleepUntil(due);
                send(system, due);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(LabSystem system, long due) {
        long timestamp = System.currentTimeMillis();
        byte[] body = request(system.pack().system(), timestamp, system.value()).toByteArray();
        system.sends(timestamp, due);
        deliveries.execute(() -> deliver(body, due));
    }

    private void deliver(byte[] body, long due) {
        try {
            var request =
                    HttpRequest.newBuilder(uri)
                            .header("Content-Type", "application/x-protobuf")
                            .header("Authorization", "Bearer " + token)
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                            .build();
            var answer = http.send(request, HttpResponse.BodyHandlers.discarding());
            if (answer.statusCode() == OK) {
                answered.add((System.nanoTime() - due) / NANOS_PER_MILLI);
            } else {
                failed.incrementAndGet();
            }
        } catch (IOException e) {
            failed.incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ExportMetricsServiceRequest request(String system, long millis, double value) {
        var label =
                KeyValue.newBuilder()
                        .setKey("lab")
                        .setValue(AnyValue.newBuilder().setStringValue(system));
        var point =
                NumberDataPoint.newBuilder()
                        .setTimeUnixNano(TimeUnit.MILLISECONDS.toNanos(millis))
                        .setAsDouble(value)
                        .addAttributes(label);
        var metric =
                Metric.newBuilder()
                        .setName(LabPack.METRIC)
                        .setGauge(Gauge.newBuilder().addDataPoints(point));
        return ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(
                        ResourceMetrics.newBuilder()
                                .addScopeMetrics(ScopeMetrics.newBuilder().addMetrics(metric)))
                .build();
    }

    /// How long the detector took to confirm each sample: it is in Kafka then.
    Collection<Double> answered() {
        return answered;
    }

    int failed() {
        return failed.get();
    }

    @Override
    public void close() {
        closing = true;
        timetables.close();
        deliveries.close();
    }
}
