package dev.holdfast.decision.io.http;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.service.Caller;
import dev.holdfast.backbone.service.Refusal;
import dev.holdfast.decision.flow.Answer;
import dev.holdfast.decision.flow.PackCommands;
import dev.holdfast.decision.flow.Views;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/// Packs: offered to all services, current when all accept.
@Controller("/api/packs")
final class PacksController {
    private static final String NAME = "[a-z0-9][a-z0-9-]{0,62}";

    private final PackCommands packs;
    private final Views views;

    PacksController(PackCommands packs, Views views) {
        this.packs = packs;
        this.views = views;
    }

    @Put("/{name}")
    HttpResponse<Answer> apply(String name, @Body Said.Pack said, Caller caller) {
        Map<String, String> files = said.files();
        if (!name.matches(NAME) || files == null || files.isEmpty()) {
            throw new Refusal(
                    HttpStatus.BAD_REQUEST,
                    "send {\"files\": {path: text}} to a name of lower-case letters, digits and '-'");
        }
        try {
            return Replies.of(
                    packs.apply(
                            Replies.person(caller, Scope.pack(name)), PackFiles.of(name, files)));
        } catch (IllegalArgumentException e) {
            throw new Refusal(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    @Get("/{name}")
    Answer.Pack state(String name, @Nullable @QueryValue String digest, @Nullable Caller caller) {
        if (!name.matches(NAME)) {
            throw unknown(name);
        }
        if (caller == null || !reaches(caller, name)) {
            Replies.mustRead(views, caller, Scope.pack(name));
        }
        return packs.state(name, digest).orElseThrow(() -> unknown(name));
    }

    /// A role in one environment is enough to see what became of a version.
    private static boolean reaches(Caller caller, String system) {
        return caller.roles().stream().anyMatch(r -> r.contains("@" + system + "/"));
    }

    private static Refusal unknown(String name) {
        return new Refusal(HttpStatus.NOT_FOUND, "No such version of pack '%s'".formatted(name));
    }
}
