package dev.holdfast.decision.flow;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.decision.domain.policy.Mode;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/// What people can say to this service about one system in one environment.
public sealed interface Command {
    /// @param planHash the plan they have read; without it the approval is refused
    record Approve(String incident, String reason, @Nullable String planHash) implements Command {}

    record Deny(String incident, String reason) implements Command {}

    record Abort(String incident, String reason) implements Command {}

    record Close(String incident, String reason) implements Command {}

    /// @param planHash the plan they have read
    record BreakGlass(String incident, String reason, @Nullable String planHash)
            implements Command {}

    /// A line for the story of an incident.
    record Note(String incident, String text) implements Command {}

    /// @param answer `done` or `failed`
    record AnswerTask(String incident, String task, String answer, String reason)
            implements Command {}

    /// An answer to a question of decisions.yml.
    record StateFact(String incident, String fact, String value, String reason)
            implements Command {}

    /// It is being repaired, and for how long that is estimated.
    record PromiseFix(String incident, Duration estimate, String reason) implements Command {}

    /// Steers the rollback that runs; the executor does it.
    ///
    /// @param step the step that `RETRY` and `SKIP` are about; empty for the others
    record Steer(String incident, Deed deed, String step, String reason) implements Command {
        /// What is to become of it.
        public enum Deed {
            PAUSE,
            /// A person goes on by hand.
            TAKE_OVER,
            RESUME,
            RETRY,
            SKIP
        }
    }

    /// @param component null: the one deployed last
    /// @param to null: the last that held
    record Rollback(String reason, @Nullable String component, @Nullable String to)
            implements Command {}

    record DeclareHeld(String component, String version, String reason) implements Command {}

    record SetMode(Mode mode, String reason) implements Command {}

    /// Who is on duty from now on; told by a tool outside.
    ///
    /// @param until not included; null is refused
    record TellDuty(String role, String person, @Nullable Instant until, String reason)
            implements Command {}

    /// Only shows what a rollback would do.
    record Plan(@Nullable String component, @Nullable String to) implements Command {}

    /// Reads a command as the audit has it.
    ///
    /// @param name of the record
    static Command of(String name, JsonNode said) {
        return Arrays.stream(Command.class.getPermittedSubclasses())
                .filter(c -> c.getSimpleName().equals(name))
                .map(c -> (Command) Json.read(said.toString(), c))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("There is no command '%s'".formatted(name)));
    }

    /// The incident that it is about; null for those about a whole system.
    default @Nullable String incident() {
        return switch (this) {
            case Approve c -> c.incident();
            case Deny c -> c.incident();
            case Abort c -> c.incident();
            case Close c -> c.incident();
            case BreakGlass c -> c.incident();
            case StateFact c -> c.incident();
            case PromiseFix c -> c.incident();
            case Note c -> c.incident();
            case AnswerTask c -> c.incident();
            case Steer c -> c.incident();
            case Rollback _, DeclareHeld _, SetMode _, Plan _, TellDuty _ -> null;
        };
    }

    /// It only holds back or writes down: it is done on what is known, since stopping must not wait.
    default boolean holdsBack() {
        return switch (this) {
            case Abort _, Deny _, Close _, Note _, AnswerTask _, TellDuty _ -> true;
            case Steer s -> s.deed() == Steer.Deed.PAUSE || s.deed() == Steer.Deed.TAKE_OVER;
            case SetMode m -> m.mode() == Mode.OBSERVE;
            case Approve _,
                    BreakGlass _,
                    StateFact _,
                    PromiseFix _,
                    Rollback _,
                    DeclareHeld _,
                    Plan _ ->
                    false;
        };
    }

    /// It leads to nothing before everything older was read, so it may be said before.
    default boolean waits() {
        return this instanceof Rollback || this instanceof Plan;
    }

    default String reason() {
        return switch (this) {
            case Approve c -> c.reason();
            case Deny c -> c.reason();
            case Abort c -> c.reason();
            case Close c -> c.reason();
            case BreakGlass c -> c.reason();
            case Note c -> c.text();
            case AnswerTask c -> c.reason();
            case StateFact c -> c.reason();
            case PromiseFix c -> c.reason();
            case Steer c -> c.reason();
            case Rollback c -> c.reason();
            case DeclareHeld c -> c.reason();
            case SetMode c -> c.reason();
            case TellDuty c -> c.reason();
            case Plan _ -> "to see the plan";
        };
    }
}
