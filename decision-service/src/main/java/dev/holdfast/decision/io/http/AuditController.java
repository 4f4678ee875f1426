package dev.holdfast.decision.io.http;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.service.Caller;
import dev.holdfast.backbone.service.Refusal;
import dev.holdfast.decision.flow.AuditCheck;
import dev.holdfast.decision.flow.Replay;
import dev.holdfast.decision.flow.Views;
import dev.holdfast.decision.io.file.Checkpoints;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// Says whether the audit is whole. It reads all of it, so it is for those who have a role, one at a
/// time.
@Controller("/api/audit")
final class AuditController {
    private final Checkpoints checkpoints;
    private final Views views;
    private final InstantSource clock;
    private final Replay replay;
    private final Semaphore one = new Semaphore(1);

    AuditController(Checkpoints checkpoints, Views views, InstantSource clock, Replay replay) {
        this.checkpoints = checkpoints;
        this.views = views;
        this.clock = clock;
        this.replay = replay;
    }

    /// Works the record of one system out again; `same` when all of it comes out byte for byte.
    @Get("/replay/{system}/{environment}")
    Replay.Report replay(String system, String environment, @Nullable Caller caller) {
        known(caller);
        Scope scope = Replies.scope(system, environment);
        Replies.mustRead(views, caller, scope);
        if (scope.drill() != null || scope.equals(Scope.pack(system))) {
            throw new Refusal(
                    HttpStatus.BAD_REQUEST,
                    "The record of a drill and of a pack is not replayed; name SYSTEM/ENVIRONMENT");
        }
        return alone(() -> replay.of(scope));
    }

    @Get("/verify")
    AuditCheck.Report verify(@Nullable Caller caller) {
        known(caller);
        return alone(checkpoints::verify);
    }

    private void known(@Nullable Caller caller) {
        if (caller == null) {
            throw new Refusal(
                    HttpStatus.UNAUTHORIZED,
                    "This needs a token that is known here: send 'Authorization: Bearer TOKEN'");
        }
        if (!views.known(Replies.person(caller), clock.instant())) {
            throw new Refusal(
                    HttpStatus.FORBIDDEN,
                    "This needs a role of some pack, 'responder' or 'admin'; %s has none"
                            .formatted(caller.name()));
        }
    }

    private <T> T alone(Supplier<T> reading) {
        if (!one.tryAcquire()) {
            throw new Refusal(
                    HttpStatus.TOO_MANY_REQUESTS,
                    "The audit is being read already; ask again when that is done");
        }
        try {
            return reading.get();
        } finally {
            one.release();
        }
    }
}
