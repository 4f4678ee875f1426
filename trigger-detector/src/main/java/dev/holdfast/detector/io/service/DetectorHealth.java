package dev.holdfast.detector.io.service;

import dev.holdfast.detector.flow.packs.PackDesk;
import dev.holdfast.detector.io.samples.KafkaSampleLog;
import dev.holdfast.detector.io.streams.DetectorStreams;

import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;

import jakarta.inject.Singleton;

import org.reactivestreams.Publisher;

import reactor.core.publisher.Mono;

import java.util.Map;

/// Ready: the stream runs with all its state, the log takes what we append, the packs are read.
@Singleton
@Readiness
final class DetectorHealth implements HealthIndicator {
    private final DetectorStreams streams;
    private final KafkaSampleLog log;
    private final PackDesk packs;

    DetectorHealth(DetectorStreams streams, KafkaSampleLog log, PackDesk packs) {
        this.streams = streams;
        this.log = log;
        this.packs = packs;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        return Mono.fromSupplier(this::result);
    }

    private HealthResult result() {
        boolean ready = streams.running() && !log.failing() && packs.isCaughtUp();
        return HealthResult.builder("detector", ready ? HealthStatus.UP : HealthStatus.DOWN)
                .details(
                        Map.of(
                                "stream", streams.state(),
                                "log", log.failing() ? "does not take records" : "takes records",
                                "packs", packs.isCaughtUp() ? "read" : "being read"))
                .build();
    }
}
