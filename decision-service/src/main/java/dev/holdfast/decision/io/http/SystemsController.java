package dev.holdfast.decision.io.http;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.service.Caller;
import dev.holdfast.backbone.service.Refusal;
import dev.holdfast.decision.domain.policy.Mode;
import dev.holdfast.decision.domain.release.LedgerEntry;
import dev.holdfast.decision.domain.story.Observed;
import dev.holdfast.decision.flow.Answer;
import dev.holdfast.decision.flow.Command;
import dev.holdfast.decision.flow.Commands;
import dev.holdfast.decision.flow.PlanView;
import dev.holdfast.decision.flow.Views;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Systems in their environments: releases, mode, and rollbacks asked for by people.
@Controller("/api/systems")
final class SystemsController {
    private final Views views;
    private final Commands commands;

    SystemsController(Views views, Commands commands) {
        this.views = views;
        this.commands = commands;
    }

    @Get
    List<Views.SystemView> systems(@Nullable Caller caller) {
        return views.systems(Replies.readable(views, caller));
    }

    @Get("/{system}/{environment}")
    Views.SystemView system(String system, String environment, @Nullable Caller caller) {
        return views.system(readable(system, environment, caller));
    }

    @Get("/{system}/{environment}/releases")
    List<LedgerEntry> releases(String system, String environment, @Nullable Caller caller) {
        return views.releases(readable(system, environment, caller));
    }

    @Get("/{system}/{environment}/plan")
    PlanView plan(String system, String environment, @Nullable Caller caller) {
        return views.plan(readable(system, environment, caller))
                .orElseThrow(() ->
                        new Refusal(
                                HttpStatus.NOT_FOUND,
                                "No plan was ever made for %s/%s".formatted(system, environment)));
    }

    @Post("/{system}/{environment}/plan")
    HttpResponse<Answer> proposePlan(
            String system,
            String environment,
            @Body Said.@Nullable Plan said,
            Caller caller,
            @Nullable @Header("Idempotency-Key") String key) {
        Command command =
                said == null
                        ? new Command.Plan(null, null)
                        : new Command.Plan(said.component(), said.to());
        return give(system, environment, command, caller, key);
    }

    @Post("/{system}/{environment}/rollback")
    HttpResponse<Answer> rollback(
            String system,
            String environment,
            @Body Said.Rollback said,
            Caller caller,
            @Nullable @Header("Idempotency-Key") String key) {
        return give(
                system,
                environment,
                new Command.Rollback(Said.text(said.reason()), said.component(), said.to()),
                caller,
                key);
    }

    @Post("/{system}/{environment}/releases/held")
    HttpResponse<Answer> held(
            String system,
            String environment,
            @Body Said.Held said,
            Caller caller,
            @Nullable @Header("Idempotency-Key") String key) {
        return give(
                system,
                environment,
                new Command.DeclareHeld(
                        Said.text(said.component()),
                        Said.text(said.version()),
                        Said.text(said.reason())),
                caller,
                key);
    }

    @Put("/{system}/{environment}/mode")
    HttpResponse<Answer> mode(
            String system,
            String environment,
            @Body Said.ModeChange said,
            Caller caller,
            @Nullable @Header("Idempotency-Key") String key) {
        Mode mode =
                Arrays.stream(Mode.values())
                        .filter(m ->
                                m.name().equals(Said.text(said.mode()).toUpperCase(Locale.ROOT)))
                        .findFirst()
                        .orElseThrow(() ->
                                new Refusal(
                                        HttpStatus.BAD_REQUEST,
                                        "'mode' is observe, propose or automatic"));
        return give(
                system,
                environment,
                new Command.SetMode(mode, Said.text(said.reason())),
                caller,
                key);
    }

    /// A tool outside tells at each change who is on duty; `until` it says it again.
    @Put("/{system}/{environment}/duty")
    HttpResponse<Answer> duty(
            String system,
            String environment,
            @Body Said.OnDuty said,
            Caller caller,
            @Nullable @Header("Idempotency-Key") String key) {
        return give(
                system,
                environment,
                new Command.TellDuty(
                        Said.text(said.role()),
                        Said.text(said.person()),
                        said.until(),
                        Said.text(said.reason())),
                caller,
                key);
    }

    /// May CI deploy now? 200 when it may; 409 with the reason when it should not.
    @Get("/{system}/{environment}/gate")
    HttpResponse<Views.Gate> gate(
            String system,
            String environment,
            @Nullable @QueryValue String component,
            @Nullable @QueryValue String release,
            @Nullable Caller caller) {
        Views.Gate gate = views.gate(readable(system, environment, caller), component, release);
        return gate.open()
                ? HttpResponse.ok(gate)
                : HttpResponse.<Views.Gate>status(HttpStatus.CONFLICT).body(gate);
    }

    /// What would have been done in each incident while the mode was observe, beside what happened.
    @Get("/{system}/{environment}/observed")
    List<Observed> observed(String system, String environment, @Nullable Caller caller) {
        return views.observed(readable(system, environment, caller));
    }

    private Scope readable(String system, String environment, @Nullable Caller caller) {
        Scope scope = Replies.scope(system, environment);
        Replies.mustRead(views, caller, scope);
        return scope;
    }

    private HttpResponse<Answer> give(
            String system,
            String environment,
            Command command,
            Caller caller,
            @Nullable String key) {
        Scope scope = Replies.scope(system, environment);
        return Replies.of(commands.give(scope, Replies.person(caller, scope), command, key, null));
    }
}
