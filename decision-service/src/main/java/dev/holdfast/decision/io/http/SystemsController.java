package dev.holdfast.decision.io.http;

import dev.holdfast.backbone.service.Caller;
import dev.holdfast.backbone.service.DeskRoom;
import dev.holdfast.backbone.service.Refusal;
import dev.holdfast.decision.domain.policy.Mode;
import dev.holdfast.decision.domain.release.LedgerEntry;
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

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Systems in their environments: releases, mode, and rollbacks asked for by people.
@Controller("/api/systems")
final class SystemsController {
    private final Views views;
    private final Commands commands;
    private final DeskRoom room;

    SystemsController(Views views, Commands commands, DeskRoom room) {
        this.views = views;
        this.commands = commands;
        this.room = room;
    }

    @Get
    List<Views.SystemView> systems() {
        return views.systems();
    }

    @Get("/{system}/{environment}")
    Views.SystemView system(String system, String environment) {
        return views.system(Replies.scope(system, environment));
    }

    @Get("/{system}/{environment}/releases")
    List<LedgerEntry> releases(String system, String environment) {
        return views.releases(Replies.scope(system, environment));
    }

    @Get("/{system}/{environment}/plan")
    PlanView plan(String system, String environment) {
        return views.plan(Replies.scope(system, environment))
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

    private HttpResponse<Answer> give(
            String system,
            String environment,
            Command command,
            Caller caller,
            @Nullable String key) {
        Replies.ready(room);
        return Replies.of(
                commands.give(
                        Replies.scope(system, environment), Replies.person(caller), command, key));
    }
}
