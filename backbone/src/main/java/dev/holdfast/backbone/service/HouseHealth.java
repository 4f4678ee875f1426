package dev.holdfast.backbone.service;

import dev.holdfast.backbone.postgres.Database;

import io.micronaut.context.annotation.Requires;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;

import jakarta.inject.Singleton;

import org.reactivestreams.Publisher;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import java.time.Duration;
import java.util.Map;

/// Ready: the database answers, and all that was waiting in our topics has been read.
@Singleton
@Readiness
@Requires(beans = DeskRoom.class)
final class HouseHealth implements HealthIndicator {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Database database;
    private final DeskRoom room;

    HouseHealth(Database database, DeskRoom room) {
        this.database = database;
        this.room = room;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        return Mono.fromCallable(this::result).subscribeOn(Schedulers.boundedElastic());
    }

    private HealthResult result() {
        boolean answers = database.answers(PATIENCE);
        boolean read = room.ready();
        return HealthResult.builder(
                        "holdfast", answers && read ? HealthStatus.UP : HealthStatus.DOWN)
                .details(
                        Map.of(
                                "database", answers ? "answers" : "does not answer",
                                "topics", read ? "read" : "being read",
                                "stoppedKeys", room.stoppedKeys()))
                .build();
    }
}
