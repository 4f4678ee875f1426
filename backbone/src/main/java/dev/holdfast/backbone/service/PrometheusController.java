package dev.holdfast.backbone.service;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;

import java.io.IOException;
import java.io.StringWriter;

/// The service's own metrics in Prometheus' text format.
@Controller("/prometheus")
final class PrometheusController {
    private final CollectorRegistry registry;

    PrometheusController(CollectorRegistry registry) {
        this.registry = registry;
    }

    @Get
    @Produces(TextFormat.CONTENT_TYPE_004)
    String metrics() throws IOException {
        StringWriter out = new StringWriter();
        TextFormat.write004(out, registry.metricFamilySamples());
        return out.toString();
    }
}
