package dev.holdfast.notifier.io.http;

import dev.holdfast.backbone.service.Caller;
import dev.holdfast.backbone.service.Refusal;
import dev.holdfast.notifier.io.dead.DeadLetter;
import dev.holdfast.notifier.io.dead.DeadLetters;
import dev.holdfast.notifier.io.dead.Redrive;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// What came in from outside and could not be read. It may be anybody's, so it is shown to `admin`
/// and `ingest`; who has it taken in again does so with their own token.
@Controller("/api/dead-letters")
@ExecuteOn(TaskExecutors.BLOCKING)
final class DeadLettersController {
    private static final int MOST = 200;

    private final DeadLetters letters;
    private final Redrive redrive;

    DeadLettersController(DeadLetters letters, Redrive redrive) {
        this.letters = letters;
        this.redrive = redrive;
    }

    record Shown(
            long number,
            Instant at,
            String topic,
            String cause,
            int bytes,
            String beginning,
            boolean redrivable) {}

    /// Newest first; empty for whoever may not see what came from anybody.
    @Get
    List<Shown> newest(@QueryValue @Nullable Integer limit, @Nullable Caller caller) {
        if (caller != null && !caller.is("admin") && !caller.is("ingest")) {
            return List.of();
        }
        return letters.newest(Math.clamp(limit == null ? 50 : limit, 1, MOST)).stream()
                .map(d ->
                        new Shown(
                                d.number(),
                                d.at(),
                                d.topic(),
                                d.cause(),
                                d.bytes(),
                                d.beginning(),
                                redrive.door(d).isPresent()))
                .toList();
    }

    /// Brings it to the detector's door once more; with `dry=true` it is only said what would go
    /// where.
    @Post("/{number}/redrive")
    Redrive.Answer redrive(
            @PathVariable long number,
            @QueryValue @Nullable Boolean dry,
            Caller caller,
            HttpRequest<?> request)
            throws InterruptedException {
        caller.needs("admin", "ingest");
        DeadLetter letter =
                letters.one(number)
                        .orElseThrow(() ->
                                new Refusal(
                                        HttpStatus.NOT_FOUND,
                                        "No dead letter %d is kept; they are for 30 days"
                                                .formatted(number)));
        if (Boolean.TRUE.equals(dry)) {
            return redrive.would(letter);
        }
        String token = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
        return redrive.again(letter, token == null ? "" : token);
    }
}
