package dev.holdfast.decision.io.http;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.pack.Durations;
import dev.holdfast.backbone.service.Caller;
import dev.holdfast.backbone.service.Refusal;
import dev.holdfast.decision.flow.Answer;
import dev.holdfast.decision.flow.Command;
import dev.holdfast.decision.flow.Commands;
import dev.holdfast.decision.flow.Views;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/// Incidents, and what people say about them.
@Controller("/api/incidents")
final class IncidentsController {
    private static final int MOST = 1_000;

    private final Views views;
    private final Commands commands;

    IncidentsController(Views views, Commands commands) {
        this.views = views;
        this.commands = commands;
    }

    /// Newest first; `Link` with rel="next" leads to what follows.
    @Get
    HttpResponse<List<Views.Line>> incidents(
            @QueryValue(defaultValue = "open") String state,
            @QueryValue(defaultValue = "100") int limit,
            @Nullable @QueryValue String cursor,
            @Nullable Caller caller) {
        if (!state.equals("open") && !state.equals("all")) {
            throw new Refusal(HttpStatus.BAD_REQUEST, "'state' is 'open' or 'all'");
        }
        if (cursor != null && !views.isCursor(cursor)) {
            throw new Refusal(
                    HttpStatus.BAD_REQUEST,
                    "'cursor' is what the link to the next page says; there is no incident '%s'"
                            .formatted(cursor));
        }
        int most = Math.clamp(limit, 1, MOST);
        Views.Page page =
                views.incidents(
                        state.equals("open"), most, cursor, Replies.readable(views, caller));
        MutableHttpResponse<List<Views.Line>> response = HttpResponse.ok(page.lines());
        return page.next() == null
                ? response
                : response.header(
                        HttpHeaders.LINK,
                        "</api/incidents?state=%s&limit=%d&cursor=%s>; rel=\"next\""
                                .formatted(state, most, page.next()));
    }

    /// Its `ETag` names this state of it; a command with it as `If-Match` is refused (412) when the
    /// incident has changed since.
    @Get("/{id}")
    HttpResponse<Views.Whole> incident(String id, @Nullable Caller caller) {
        Views.Whole whole =
                views.incident(id)
                        .filter(w -> Replies.reads(views, caller, w.detail().scope()))
                        .orElseThrow(() -> unknown(id));
        return HttpResponse.ok(whole).header(HttpHeaders.ETAG, Commands.version(whole.detail()));
    }

    /// Why: decisions with every reason, facts, promised times, and the version of the pack.
    @Get("/{id}/explain")
    Views.Explanation explain(String id, @Nullable Caller caller) {
        Views.Whole whole =
                views.incident(id)
                        .filter(w -> Replies.reads(views, caller, w.detail().scope()))
                        .orElseThrow(() -> unknown(id));
        return views.explain(whole);
    }

    @Post("/{id}/approve")
    HttpResponse<Answer> approve(
            String id,
            @Body Said.About said,
            Caller caller,
            @Nullable @Header("Idempotency-Key") String key,
            @Nullable @Header("If-Match") String version) {
        return give(id, new Command.Approve(id, said.why(), said.planHash()), caller, key, version);
    }

    @Post("/{id}/break-glass")
    HttpResponse<Answer> breakGlass(
            String id,
            @Body Said.About said,
            Caller caller,
            @Nullable @Header("Idempotency-Key") String key,
            @Nullable @Header("If-Match") String version) {
        return give(
                id, new Command.BreakGlass(id, said.why(), said.planHash()), caller, key, version);
    }

    @Post("/{id}/deny")
    HttpResponse<Answer> deny(
            String id,
            @Body Said.About said,
            Caller caller,
            @Nullable @Header("Idempotency-Key") String key,
            @Nullable @Header("If-Match") String version) {
        return give(id, new Command.Deny(id, said.why()), caller, key, version);
    }

    @Post("/{id}/abort")
    HttpResponse<Answer> abort(
            String id,
            @Body Said.About said,
            Caller caller,
            @Nullable @Header("Idempotency-Key") String key,
            @Nullable @Header("If-Match") String version) {
        return give(id, new Command.Abort(id, said.why()), caller, key, version);
    }

    @Post("/{id}/close")
    HttpResponse<Answer> close(
            String id,
            @Body Said.About said,
            Caller caller,
            @Nullable @Header("Idempotency-Key") String key,
            @Nullable @Header("If-Match") String version) {
        return give(id, new Command.Close(id, said.why()), caller, key, version);
    }

    @Post("/{id}/facts")
    HttpResponse<Answer> fact(
            String id,
            @Body Said.Fact said,
            Caller caller,
            @Nullable @Header("Idempotency-Key") String key,
            @Nullable @Header("If-Match") String version) {
        return give(
                id,
                new Command.StateFact(
                        id,
                        Said.text(said.fact()),
                        Said.text(said.value()),
                        Said.text(said.reason())),
                caller,
                key,
                version);
    }

    @Post("/{id}/fix")
    HttpResponse<Answer> fix(
            String id,
            @Body Said.Fix said,
            Caller caller,
            @Nullable @Header("Idempotency-Key") String key,
            @Nullable @Header("If-Match") String version) {
        Duration estimate =
                Durations.parse(Said.text(said.estimate()))
                        .orElseThrow(() ->
                                new Refusal(
                                        HttpStatus.BAD_REQUEST,
                                        "'estimate' is a duration such as 20m"));
        return give(
                id,
                new Command.PromiseFix(id, estimate, Said.text(said.reason())),
                caller,
                key,
                version);
    }

    /// `pause`, `take-over` and `resume` of the rollback that runs, `retry` and `skip` of a step.
    @Post("/{id}/rollback/{deed}")
    HttpResponse<Answer> steer(
            String id,
            String deed,
            @Body Said.AboutStep said,
            Caller caller,
            @Nullable @Header("Idempotency-Key") String key,
            @Nullable @Header("If-Match") String version) {
        Command.Steer.Deed what =
                switch (deed) {
                    case "pause" -> Command.Steer.Deed.PAUSE;
                    case "take-over" -> Command.Steer.Deed.TAKE_OVER;
                    case "resume" -> Command.Steer.Deed.RESUME;
                    case "retry" -> Command.Steer.Deed.RETRY;
                    case "skip" -> Command.Steer.Deed.SKIP;
                    default ->
                            throw new Refusal(
                                    HttpStatus.NOT_FOUND,
                                    "A rollback knows pause, take-over, resume, retry and skip");
                };
        Command command =
                new Command.Steer(id, what, Said.text(said.step()), Said.text(said.reason()));
        return give(id, command, caller, key, version);
    }

    private HttpResponse<Answer> give(
            String id,
            Command command,
            Caller caller,
            @Nullable String key,
            @Nullable String version) {
        Scope scope = views.scopeOf(id).orElseThrow(() -> unknown(id));
        return Replies.of(
                commands.give(scope, Replies.person(caller, scope), command, key, version));
    }

    private static Refusal unknown(String id) {
        return new Refusal(HttpStatus.NOT_FOUND, "There is no incident '%s'".formatted(id));
    }
}
