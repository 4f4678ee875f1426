package dev.holdfast.detector.io.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.detector.Hostile;
import dev.holdfast.detector.domain.series.Stale;
import dev.holdfast.detector.flow.intake.Measured;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogram;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.resource.v1.Resource;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class OtlpMappingTest {
    private static final long AT = 1_700_000_000_123L;
    private static final AggregationTemporality CUMULATIVE =
            AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE;
    private static final AggregationTemporality DELTA =
            AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA;

    @ParameterizedTest
    @CsvSource({
        "http.server.duration,ms,false,false,http_server_duration_milliseconds",
        "http.requests,'',true,false,http_requests_total",
        "http.requests.total,1,true,false,http_requests_total",
        "io,By,true,false,io_bytes_total",
        "usage,1,false,true,usage_ratio",
        "queue,{items},false,true,queue",
        "speed,m/s,false,true,speed_meters_per_second",
        "2xx,'',false,true,_2xx",
        "process.uptime.seconds,s,false,true,process_uptime_seconds"
    })
    void names_follow_the_specification(
            String name, String unit, boolean counter, boolean gauge, String expected) {
        assertThat(OtlpNames.metric(name, unit, counter, gauge)).isEqualTo(expected);
    }

    @Test
    void resource_attributes_become_job_and_instance_and_may_be_matched_by() {
        var reading = read(sum("requests", CUMULATIVE, 5));
        var one = named(reading, "requests_total");
        assertThat(one.samples().labels().toMap())
                .containsEntry("job", "web/shop")
                .containsEntry("instance", "i-1")
                .containsEntry("http_route", "/pay")
                .doesNotContainKey("deployment_environment");
        assertThat(one.about()).containsEntry("deployment_environment", "production");
        assertThat(named(reading, "target_info").samples().labels().toMap())
                .containsEntry("deployment_environment", "production");
        assertThat(one.samples().times()).containsExactly(AT);
        assertThat(one.delta()).isFalse();
    }

    @Test
    void a_delta_sum_is_marked_so_that_the_stream_adds_it_up() {
        assertThat(named(read(sum("requests", DELTA, 5)), "requests_total").delta()).isTrue();
    }

    @Test
    void a_histogram_becomes_cumulative_buckets_sum_and_count() {
        var point =
                HistogramDataPoint.newBuilder()
                        .setTimeUnixNano(AT * 1_000_000)
                        .addExplicitBounds(0.1)
                        .addExplicitBounds(1)
                        .addBucketCounts(3)
                        .addBucketCounts(2)
                        .addBucketCounts(1)
                        .setCount(6)
                        .setSum(2.5);
        var reading =
                read(
                        Metric.newBuilder()
                                .setName("latency")
                                .setUnit("s")
                                .setHistogram(
                                        Histogram.newBuilder()
                                                .setAggregationTemporality(CUMULATIVE)
                                                .addDataPoints(point))
                                .build());
        assertThat(
                        reading.measured().stream()
                                .filter(m ->
                                        m.samples()
                                                .labels()
                                                .metricName()
                                                .equals("latency_seconds_bucket"))
                                .map(m ->
                                        m.samples().labels().get("le")
                                                + "="
                                                + m.samples().values()[0]))
                .containsExactly("0.1=3.0", "1.0=5.0", "+Inf=6.0");
        assertThat(named(reading, "latency_seconds_sum").samples().values()).containsExactly(2.5);
        assertThat(named(reading, "latency_seconds_count").samples().values()).containsExactly(6);
    }

    @Test
    void a_point_without_a_value_ends_its_series() {
        var metric =
                Metric.newBuilder()
                        .setName("g")
                        .setGauge(
                                Gauge.newBuilder()
                                        .addDataPoints(
                                                NumberDataPoint.newBuilder()
                                                        .setTimeUnixNano(AT * 1_000_000)
                                                        .setFlags(1)))
                        .build();
        assertThat(Stale.is(named(read(metric), "g").samples().values()[0])).isTrue();
    }

    @Test
    void an_exponential_histogram_is_counted_as_rejected_with_the_reason() {
        var reading =
                read(
                        Metric.newBuilder()
                                .setName("e")
                                .setExponentialHistogram(
                                        ExponentialHistogram.newBuilder()
                                                .addDataPoints(
                                                        ExponentialHistogramDataPoint
                                                                .getDefaultInstance()))
                                .build());
        assertThat(reading.rejected()).isOne();
        assertThat(reading.reason()).contains("exponential");
    }

    @Property(tries = 2000)
    void hostile_bytes_are_read_or_refused(@ForAll byte[] bytes) {
        try {
            OtlpMapping.read(bytes);
        } catch (OtlpMapping.Unreadable e) {
            assertThat(e).hasMessageStartingWith("no ExportMetricsServiceRequest");
        }
    }

    @Test
    void broken_requests_are_read_or_refused_and_cost_little() {
        Hostile.inputs(request(sum("requests", CUMULATIVE, 7)), request(latencies()))
                .read(40_000, 1_000, OtlpMapping.Unreadable.class, OtlpMapping::read);
    }

    private static Metric latencies() {
        var point =
                HistogramDataPoint.newBuilder()
                        .setTimeUnixNano(AT * 1_000_000)
                        .setCount(6)
                        .setSum(2.5)
                        .addAllExplicitBounds(List.of(0.1, 0.5))
                        .addAllBucketCounts(List.of(1L, 2L, 3L))
                        .addAttributes(
                                KeyValue.newBuilder()
                                        .setKey("hosts")
                                        .setValue(
                                                AnyValue.newBuilder()
                                                        .setArrayValue(
                                                                ArrayValue.newBuilder()
                                                                        .addValues(
                                                                                AnyValue
                                                                                        .newBuilder()
                                                                                        .setIntValue(
                                                                                                7)))));
        return Metric.newBuilder()
                .setName("latency")
                .setUnit("s")
                .setHistogram(
                        Histogram.newBuilder()
                                .setAggregationTemporality(CUMULATIVE)
                                .addDataPoints(point))
                .build();
    }

    @Test
    void bytes_that_are_no_request_are_refused() {
        assertThatThrownBy(() -> OtlpMapping.read(new byte[] {10, 127, 1}))
                .isInstanceOf(OtlpMapping.Unreadable.class);
    }

    private static Metric sum(String name, AggregationTemporality temporality, long value) {
        return Metric.newBuilder()
                .setName(name)
                .setSum(
                        Sum.newBuilder()
                                .setIsMonotonic(true)
                                .setAggregationTemporality(temporality)
                                .addDataPoints(
                                        NumberDataPoint.newBuilder()
                                                .setTimeUnixNano(AT * 1_000_000)
                                                .setAsInt(value)
                                                .addAttributes(attribute("http.route", "/pay"))))
                .build();
    }

    private static OtlpReading read(Metric metric) {
        return OtlpMapping.read(request(metric));
    }

    private static byte[] request(Metric metric) {
        var resource =
                Resource.newBuilder()
                        .addAllAttributes(
                                List.of(
                                        attribute("service.name", "shop"),
                                        attribute("service.namespace", "web"),
                                        attribute("service.instance.id", "i-1"),
                                        attribute("deployment.environment", "production")));
        return ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(
                        ResourceMetrics.newBuilder()
                                .setResource(resource)
                                .addScopeMetrics(ScopeMetrics.newBuilder().addMetrics(metric)))
                .build()
                .toByteArray();
    }

    private static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    private static Measured named(OtlpReading reading, String name) {
        return reading.measured().stream()
                .filter(m -> m.samples().labels().metricName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in " + reading));
    }
}
