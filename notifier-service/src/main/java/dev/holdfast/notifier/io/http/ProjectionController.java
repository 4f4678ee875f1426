package dev.holdfast.notifier.io.http;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.service.Caller;
import dev.holdfast.backbone.service.Refusal;
import dev.holdfast.notifier.domain.board.Views.Detail;
import dev.holdfast.notifier.domain.board.Views.Now;
import dev.holdfast.notifier.domain.board.Views.Row;
import dev.holdfast.notifier.flow.LiveFeed;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.List;

/// What the console shows, folded from the live stream.
@Controller("/api")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ProjectionController {
    private static final int MOST = 500;

    private final LiveFeed feed;
    private final Access access;
    private final InstantSource clock;

    ProjectionController(LiveFeed feed, Access access, ConsoleSettings settings) {
        this.feed = feed;
        this.access = access;
        this.clock = settings.clock();
    }

    @Get("/now")
    Now now(@Nullable Caller caller) {
        return feed.now(clock.instant(), access.readable(caller));
    }

    @Get("/incidents")
    List<Row> history(
            @QueryValue @Nullable String q,
            @QueryValue @Nullable Integer limit,
            @Nullable Caller caller) {
        return feed.history(
                q == null ? "" : q,
                Math.clamp(limit == null ? 100 : limit, 1, MOST),
                access.readable(caller));
    }

    @Get("/incidents/{id}/timeline")
    Detail timeline(@PathVariable String id, @Nullable Caller caller) {
        return feed.incident(id)
                .filter(d -> access.reads(caller, Scope.parse(d.incident().scope())))
                .orElseThrow(() ->
                        new Refusal(
                                HttpStatus.NOT_FOUND,
                                "No incident '%s' is known here; GET /api/incidents lists them"
                                        .formatted(id)));
    }
}
