package dev.holdfast.cli.drill;

import dev.holdfast.backbone.drill.Deed;
import dev.holdfast.cli.http.Services;
import dev.holdfast.detector.domain.ruletest.SeriesNotation;
import dev.holdfast.detector.domain.series.SeriesSamples;
import dev.holdfast.local.HouseSettings;
import dev.holdfast.local.Service;
import dev.holdfast.local.Tokens;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The way in for one drill, with a token that may do nothing else.
final class DrillDoor {
    private static final String PATH = "/api/v1/drills";
    private static final long NANOS = 1_000_000;

    private final Services services;
    private final String scope;
    private final String drill;

    /// @param token with the role drill
    /// @param scope `system/environment`, without the drill
    DrillDoor(Services services, String token, String scope, String drill) {
        this.services = services.as(token);
        this.scope = scope;
        this.drill = drill;
    }

    /// HOLDFAST_DRILL_TOKEN, or a new one of the house on this machine.
    static String token(HouseSettings house) {
        String own = System.getenv("HOLDFAST_DRILL_TOKEN");
        return own != null && !own.isBlank()
                ? own.strip()
                : Tokens.add(house, "drill", List.of("drill"));
    }

    /// Sends one CloudEvent.
    void event(String kind, Map<String, String> attributes) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("specversion", "1.0");
        event.put("id", UUID.randomUUID().toString());
        event.put("source", "/holdfast/drill");
        event.put("type", kind);
        event.put("subject", scope);
        event.put("drill", drill);
        event.put("time", Instant.now().toString());
        event.put("datacontenttype", "application/json");
        event.put("data", attributes);
        var _ = services.event(PATH, event);
    }

    /// Sends series in promtool's notation, each value when its time has come.
    void feed(Deed.Feed feed) throws InterruptedException {
        long every = feed.every().toMillis();
        List<SeriesSamples> all =
                feed.series().stream()
                        .map(s -> SeriesNotation.parse(s.name(), s.values(), 0, every))
                        .toList();
        long end = all.stream().mapToLong(s -> s.times()[s.size() - 1]).max().orElse(0);
        for (long step = 0; step <= end; step += every) {
            send(all, step, System.currentTimeMillis());
            Thread.sleep(every);
        }
    }

    /// @param step the time of the values within the notation, milliseconds
    private void send(List<SeriesSamples> all, long step, long now) {
        ScopeMetrics.Builder metrics = ScopeMetrics.newBuilder();
        for (SeriesSamples series : all) {
            int index = Arrays.binarySearch(series.times(), step);
            if (index >= 0) {
                metrics.addMetrics(gauge(series, series.values()[index], now));
            }
        }
        byte[] body =
                ExportMetricsServiceRequest.newBuilder()
                        .addResourceMetrics(ResourceMetrics.newBuilder().addScopeMetrics(metrics))
                        .build()
                        .toByteArray();
        services.send(
                Service.DETECTOR,
                "%s/%s/%s/v1/metrics".formatted(PATH, scope, drill),
                "application/x-protobuf",
                body);
    }

    private static Metric.Builder gauge(SeriesSamples series, double value, long now) {
        NumberDataPoint.Builder point =
                NumberDataPoint.newBuilder().setTimeUnixNano(now * NANOS).setAsDouble(value);
        series.labels()
                .toMap()
                .forEach((name, text) -> {
                    if (!name.equals("__name__")) {
                        point.addAttributes(
                                KeyValue.newBuilder()
                                        .setKey(name)
                                        .setValue(AnyValue.newBuilder().setStringValue(text)));
                    }
                });
        return Metric.newBuilder()
                .setName(series.labels().metricName())
                .setGauge(Gauge.newBuilder().addDataPoints(point));
    }
}
