package dev.holdfast.detector.io.otlp;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;
import dev.holdfast.detector.domain.series.Stale;
import dev.holdfast.detector.flow.intake.Measured;
import dev.holdfast.detector.io.scrape.Bounds;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.DataPointFlags;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import io.opentelemetry.proto.resource.v1.Resource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// OpenTelemetry metrics as Prometheus series: sums and gauges, histograms as `_bucket`, `_sum` and
/// `_count`, summaries with `quantile`. `service.name` (with namespace) becomes `job`,
/// `service.instance.id` becomes `instance`; all resource attributes stand on `target_info`, and a
/// pack may match by them.
public final class OtlpMapping {
    private static final int MOST_POINTS = 200_000;
    private static final int MOST_LABELS = 64;
    private static final int MOST_BUCKETS = 1_000;
    private static final int MOST_TEXT = 8_192;
    private static final Set<String> NAMED =
            Set.of("service.name", "service.namespace", "service.instance.id");

    private final List<Measured> measured = new ArrayList<>();
    private long rejected;
    private String reason = "";

    private Map<String, String> about = Map.of();
    private Map<String, String> target = Map.of();
    private long newest;

    private OtlpMapping() {}

    /// @throws Unreadable when the bytes are no metrics request
    public static OtlpReading read(byte[] request) {
        try {
            return read(ExportMetricsServiceRequest.parseFrom(request));
        } catch (InvalidProtocolBufferException e) {
            throw new Unreadable("no ExportMetricsServiceRequest: " + e.getMessage(), e);
        }
    }

    static OtlpReading read(ExportMetricsServiceRequest request) {
        OtlpMapping mapping = new OtlpMapping();
        request.getResourceMetricsList().forEach(mapping::resource);
        return new OtlpReading(mapping.measured, mapping.rejected, mapping.reason);
    }

    private void resource(ResourceMetrics metrics) {
        Resource resource = metrics.getResource();
        about = new LinkedHashMap<>();
        Map<String, String> raw = new LinkedHashMap<>();
        for (KeyValue kv : resource.getAttributesList()) {
            raw.put(kv.getKey(), text(kv.getValue()));
            about.put(OtlpNames.label(kv.getKey()), text(kv.getValue()));
        }
        target = target(raw);
        about.putAll(target);
        newest = 0;
        for (ScopeMetrics scope : metrics.getScopeMetricsList()) {
            scope.getMetricsList().forEach(this::metric);
        }
        targetInfo(raw);
    }

    private static Map<String, String> target(Map<String, String> raw) {
        Map<String, String> target = new TreeMap<>();
        String name = raw.getOrDefault("service.name", "");
        String namespace = raw.getOrDefault("service.namespace", "");
        if (!name.isEmpty()) {
            target.put("job", namespace.isEmpty() ? name : namespace + "/" + name);
        }
        String instance = raw.getOrDefault("service.instance.id", "");
        if (!instance.isEmpty()) {
            target.put("instance", instance);
        }
        return target;
    }

    private void targetInfo(Map<String, String> raw) {
        Map<String, String> labels = new TreeMap<>(target);
        raw.forEach((name, value) -> {
            if (!NAMED.contains(name)
                    && labels.size() < MOST_LABELS
                    && name.length() <= MOST_TEXT
                    && value.length() <= MOST_TEXT) {
                labels.putIfAbsent(OtlpNames.label(name), value);
            }
        });
        if (newest > 0 && !target.isEmpty() && labels.size() > target.size()) {
            labels.put(Labels.NAME, "target_info");
            add(Labels.of(labels), newest, 1, false);
        }
    }

    private void metric(Metric m) {
        switch (m.getDataCase()) {
            case GAUGE -> {
                String name = OtlpNames.metric(m.getName(), m.getUnit(), false, true);
                m.getGauge().getDataPointsList().forEach(p -> number(name, p, false));
            }
            case SUM -> {
                boolean monotonic = m.getSum().getIsMonotonic();
                String name = OtlpNames.metric(m.getName(), m.getUnit(), monotonic, !monotonic);
                boolean delta = delta(m.getSum().getAggregationTemporality());
                m.getSum().getDataPointsList().forEach(p -> number(name, p, delta));
            }
            case HISTOGRAM -> {
                String name = OtlpNames.metric(m.getName(), m.getUnit(), false, false);
                boolean delta = delta(m.getHistogram().getAggregationTemporality());
                m.getHistogram().getDataPointsList().forEach(p -> histogram(name, p, delta));
            }
            case SUMMARY -> {
                String name = OtlpNames.metric(m.getName(), m.getUnit(), false, false);
                m.getSummary().getDataPointsList().forEach(p -> summary(name, p));
            }
            case EXPONENTIAL_HISTOGRAM ->
                    reject(
                            m.getExponentialHistogram().getDataPointsCount(),
                            "exponential histograms are not taken, send explicit buckets: "
                                    + m.getName());
            case DATA_NOT_SET -> reject(1, "metric " + m.getName() + " has no data");
        }
    }

    private static boolean delta(AggregationTemporality temporality) {
        return temporality == AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA;
    }

    private void number(String name, NumberDataPoint p, boolean delta) {
        double value =
                p.getValueCase() == NumberDataPoint.ValueCase.AS_INT
                        ? (double) p.getAsInt()
                        : p.getAsDouble();
        Map<String, String> labels = labels(p.getAttributesList());
        point(name, labels, p.getTimeUnixNano(), value, gone(p.getFlags()), delta);
    }

    private void histogram(String name, HistogramDataPoint p, boolean delta) {
        int bounds = p.getExplicitBoundsCount();
        if (bounds > MOST_BUCKETS
                || (p.getBucketCountsCount() != 0 && p.getBucketCountsCount() != bounds + 1)) {
            reject(
                    1,
                    "%s has %d bounds for %d buckets"
                            .formatted(name, bounds, p.getBucketCountsCount()));
            return;
        }
        boolean gone = gone(p.getFlags());
        Map<String, String> labels = labels(p.getAttributesList());
        long cumulative = 0;
        for (int i = 0; i < p.getBucketCountsCount() - 1; i++) {
            cumulative += p.getBucketCounts(i);
            Map<String, String> bucket = new TreeMap<>(labels);
            bucket.put("le", Bounds.text(p.getExplicitBounds(i)));
            point(name + "_bucket", bucket, p.getTimeUnixNano(), (double) cumulative, gone, delta);
        }
        Map<String, String> last = new TreeMap<>(labels);
        last.put("le", "+Inf");
        point(name + "_bucket", last, p.getTimeUnixNano(), (double) p.getCount(), gone, delta);
        point(name + "_count", labels, p.getTimeUnixNano(), (double) p.getCount(), gone, delta);
        if (p.hasSum()) {
            point(name + "_sum", labels, p.getTimeUnixNano(), p.getSum(), gone, delta);
        }
    }

    private void summary(String name, SummaryDataPoint p) {
        boolean gone = gone(p.getFlags());
        Map<String, String> labels = labels(p.getAttributesList());
        for (SummaryDataPoint.ValueAtQuantile q : p.getQuantileValuesList()) {
            Map<String, String> quantile = new TreeMap<>(labels);
            quantile.put("quantile", Bounds.text(q.getQuantile()));
            point(name, quantile, p.getTimeUnixNano(), q.getValue(), gone, false);
        }
        point(name + "_sum", labels, p.getTimeUnixNano(), p.getSum(), gone, false);
        point(name + "_count", labels, p.getTimeUnixNano(), (double) p.getCount(), gone, false);
    }

    /// A data point without a value ends its series; for increments it means nothing.
    private void point(
            String name,
            Map<String, String> labels,
            long nanos,
            double value,
            boolean gone,
            boolean delta) {
        if (gone && delta) {
            return;
        }
        long at = Math.floorDiv(nanos, 1_000_000L);
        newest = Math.max(newest, at);
        Map<String, String> all = new TreeMap<>(labels);
        all.putAll(target);
        if (name.length() > MOST_TEXT || longer(all)) {
            reject(
                    1,
                    "a label of %s is longer than %d characters"
                            .formatted(name.substring(0, Math.min(name.length(), 100)), MOST_TEXT));
            return;
        }
        all.put(Labels.NAME, name);
        add(Labels.of(all), at, gone ? Stale.MARKER : value, delta);
    }

    private void add(Labels labels, long at, double value, boolean delta) {
        if (measured.size() >= MOST_POINTS) {
            reject(1, "more than %d series in one request".formatted(MOST_POINTS));
            return;
        }
        measured.add(new Measured(SeriesSamples.one(labels, at, value), about, delta));
    }

    private static boolean longer(Map<String, String> labels) {
        return labels.entrySet().stream()
                .anyMatch(
                        l -> l.getKey().length() > MOST_TEXT || l.getValue().length() > MOST_TEXT);
    }

    private void reject(long count, String why) {
        rejected += count;
        reason = why;
    }

    /// Two attributes that clean to one label are joined, as the specification says.
    private static Map<String, String> labels(List<KeyValue> attributes) {
        Map<String, String> labels = new TreeMap<>();
        for (KeyValue kv : attributes) {
            if (labels.size() < MOST_LABELS) {
                labels.merge(
                        OtlpNames.label(kv.getKey()), text(kv.getValue()), (a, b) -> a + ";" + b);
            }
        }
        return labels;
    }

    private static boolean gone(int flags) {
        return (flags & DataPointFlags.DATA_POINT_FLAGS_NO_RECORDED_VALUE_MASK_VALUE) != 0;
    }

    private static String text(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
            case INT_VALUE -> Long.toString(value.getIntValue());
            case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
            case ARRAY_VALUE ->
                    value.getArrayValue().getValuesList().stream()
                            .map(OtlpMapping::text)
                            .toList()
                            .toString();
            default -> "";
        };
    }

    /// Bytes that are no OTLP metrics.
    public static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable(String message, Exception cause) {
            super(message, cause);
        }
    }
}
