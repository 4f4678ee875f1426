package dev.holdfast.shop.server;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import io.prometheus.client.exporter.common.TextFormat;
import io.prometheus.client.hotspot.MemoryPoolsExports;
import io.prometheus.client.hotspot.StandardExports;
import io.prometheus.client.hotspot.ThreadExports;

import java.io.IOException;
import java.io.StringWriter;

/// What the shop tells about itself, in Prometheus' text format.
final class ShopMetrics {
    private final CollectorRegistry registry = new CollectorRegistry();
    private final Counter requests =
            Counter.build("http_requests_total", "Requests answered.")
                    .labelNames("route", "method", "code")
                    .register(registry);
    private final Histogram durations =
            Histogram.build("http_request_duration_seconds", "Time from request to answer.")
                    .labelNames("route")
                    .buckets(.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5)
                    .register(registry);

    ShopMetrics(String version) {
        Gauge.build("shop_release_info", "The release that runs.")
                .labelNames("version")
                .register(registry)
                .labels(version)
                .set(1);
        new StandardExports().register(registry);
        new MemoryPoolsExports().register(registry);
        new ThreadExports().register(registry);
    }

    void answered(String route, String method, int code, double seconds) {
        requests.labels(route, method, Integer.toString(code)).inc();
        durations.labels(route).observe(seconds);
    }

    String text() throws IOException {
        var out = new StringWriter();
        TextFormat.write004(out, registry.metricFamilySamples());
        return out.toString();
    }
}
