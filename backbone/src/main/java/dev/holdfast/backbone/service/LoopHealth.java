package dev.holdfast.backbone.service;

import io.micronaut.context.annotation.Requires;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Liveness;

import jakarta.inject.Singleton;

import org.reactivestreams.Publisher;

import reactor.core.publisher.Mono;

/// Alive: none of the service's own loops has ended. Nothing outside is asked.
@Singleton
@Liveness
@Requires(beans = DeskRoom.class)
final class LoopHealth implements HealthIndicator {
    private final DeskRoom room;

    LoopHealth(DeskRoom room) {
        this.room = room;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        return Mono.fromSupplier(() ->
                HealthResult.builder("loops", room.alive() ? HealthStatus.UP : HealthStatus.DOWN)
                        .build());
    }
}
