package dev.holdfast.executor.io.http;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.service.Caller;
import dev.holdfast.backbone.service.Refusal;
import dev.holdfast.executor.domain.rollback.Halt;
import dev.holdfast.executor.flow.KillSwitch;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/// The kill switch over HTTP. It needs our own database and nothing else. Any person with a role of any
/// system may stop everything, since that only stops; the tokens of programs may not. To lift it takes
/// `admin` or `responder` of what it reaches.
@Controller("/api/halt")
@ExecuteOn(TaskExecutors.BLOCKING)
public final class HaltController {
    /// Roles of what sends measurements, answers and drills.
    private static final Set<String> PROGRAMS = Set.of("ingest", "callback", "drill");

    private final KillSwitch killSwitch;

    HaltController(KillSwitch killSwitch) {
        this.killSwitch = killSwitch;
    }

    /// @param reach `*` (also when missing), `system/*` or `system/environment`
    public record Command(@Nullable Boolean on, @Nullable String reach, @Nullable String reason) {}

    @Get
    public List<Halt> all() {
        return killSwitch.all();
    }

    @Post
    public Halt set(@Body Command command, Caller caller) {
        Boolean on = command.on();
        String reason = command.reason();
        if (on == null || reason == null || reason.isBlank() || reason.length() > 1000) {
            throw new Refusal(
                    HttpStatus.BAD_REQUEST,
                    "Send {\"on\": true or false, \"reach\": \"*\", \"reason\": \"why\"}, the"
                            + " reason with at most 1000 characters");
        }
        String reach = command.reach() == null ? KillSwitch.EVERYTHING : command.reach();
        try {
            may(caller, on, reach);
            return killSwitch.set(on, reach, caller.name(), reason);
        } catch (IllegalArgumentException e) {
            throw new Refusal(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    /// To lift, a role of one system counts for that system alone.
    private static void may(Caller caller, boolean on, String reach) {
        Scope scope = reach.equals(KillSwitch.EVERYTHING) ? KillSwitch.HOUSE : Scope.parse(reach);
        if (!on) {
            caller.in(scope).needs("admin", "responder");
        }
        boolean person =
                caller.roles().stream()
                        .anyMatch(role -> !PROGRAMS.contains(role.replaceFirst("@.*", "")));
        if (!person) {
            throw new Refusal(
                    HttpStatus.FORBIDDEN,
                    "To stop takes a person's role of some system; %s has %s"
                            .formatted(caller.name(), caller.roles()));
        }
    }
}
