package dev.holdfast.decision.io.http;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.pack.Durations;
import dev.holdfast.backbone.service.Caller;
import dev.holdfast.backbone.service.DeskRoom;
import dev.holdfast.backbone.service.Refusal;
import dev.holdfast.decision.flow.Answer;
import dev.holdfast.decision.flow.Command;
import dev.holdfast.decision.flow.Commands;
import dev.holdfast.decision.flow.Views;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
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
    private final DeskRoom room;

    IncidentsController(Views views, Commands commands, DeskRoom room) {
        this.views = views;
        this.commands = commands;
        this.room = room;
    }

    @Get
    List<Views.Line> incidents(
            @QueryValue(defaultValue = "open") String state,
            @QueryValue(defaultValue = "100") int limit) {
        if (!state.equals("open") && !state.equals("all")) {
            throw new Refusal(HttpStatus.BAD_REQUEST, "'state' is 'open' or 'all'");
        }
        return views.incidents(state.equals("open"), Math.clamp(limit, 1, MOST));
    }

    @Get("/{id}")
    Views.Whole incident(String id) {
        return views.incident(id).orElseThrow(() -> unknown(id));
    }

    @Post("/{id}/approve")
    HttpResponse<Answer> approve(
            String id,
            @Body Said.About said,
            Caller caller,
            @Nullable @Header("Idempotency-Key") String key) {
        return give(id, new Command.Approve(id, said.why(), said.planHash()), caller, key);
    }

    @Post("/{id}/break-glass")
    HttpResponse<Answer> breakGlass(
            String id,
            @Body Said.About said,
            Caller caller,
            @Nullable @Header("Idempotency-Key") String key) {
        return give(id, new Command.BreakGlass(id, said.why(), said.planHash()), caller, key);
    }

    @Post("/{id}/deny")
    HttpResponse<Answer> deny(
            String id,
            @Body Said.About said,
            Caller caller,
            @Nullable @Header("Idempotency-Key") String key) {
        return give(id, new Command.Deny(id, said.why()), caller, key);
    }

    @Post("/{id}/abort")
    HttpResponse<Answer> abort(
            String id,
            @Body Said.About said,
            Caller caller,
            @Nullable @Header("Idempotency-Key") String key) {
        return give(id, new Command.Abort(id, said.why()), caller, key);
    }

    @Post("/{id}/close")
    HttpResponse<Answer> close(
            String id,
            @Body Said.About said,
            Caller caller,
            @Nullable @Header("Idempotency-Key") String key) {
        return give(id, new Command.Close(id, said.why()), caller, key);
    }

    @Post("/{id}/facts")
    HttpResponse<Answer> fact(
            String id,
            @Body Said.Fact said,
            Caller caller,
            @Nullable @Header("Idempotency-Key") String key) {
        return give(
                id,
                new Command.StateFact(
                        id,
                        Said.text(said.fact()),
                        Said.text(said.value()),
                        Said.text(said.reason())),
                caller,
                key);
    }

    @Post("/{id}/fix")
    HttpResponse<Answer> fix(
            String id,
            @Body Said.Fix said,
            Caller caller,
            @Nullable @Header("Idempotency-Key") String key) {
        Duration estimate =
                Durations.parse(Said.text(said.estimate()))
                        .orElseThrow(() ->
                                new Refusal(
                                        HttpStatus.BAD_REQUEST,
                                        "'estimate' is a duration such as 20m"));
        return give(
                id, new Command.PromiseFix(id, estimate, Said.text(said.reason())), caller, key);
    }

    private HttpResponse<Answer> give(
            String id, Command command, Caller caller, @Nullable String key) {
        Replies.ready(room);
        Scope scope = views.scopeOf(id).orElseThrow(() -> unknown(id));
        return Replies.of(commands.give(scope, Replies.person(caller), command, key));
    }

    private static Refusal unknown(String id) {
        return new Refusal(HttpStatus.NOT_FOUND, "There is no incident '%s'".formatted(id));
    }
}
