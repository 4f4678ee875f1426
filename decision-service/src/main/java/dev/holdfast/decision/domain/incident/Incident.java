package dev.holdfast.decision.domain.incident;

import com.fasterxml.jackson.annotation.JsonIgnore;

import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Severity;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// One open problem of one system in one environment.
///
/// @param pack the digest of the version it began with, and ends on
/// @param since when the oldest of its triggers became true
/// @param decision the decision in force; null only before the first
/// @param plan the last plan that the executor made for it
/// @param decisions how many decisions were announced
/// @param attempts how many plans were asked for
/// @param ordered how many orders were given
/// @param nextTry the next line of `on-failure` that may be used
/// @param verifications how many verifications were asked for
/// @param running the rollback that was ordered and of which no end is known: while there is one, no
///     other is ordered
/// @param askedBy who asked for the rollback, if people did: they do not approve it
/// @param lead the group that it takes back with it, if it does
/// @param bond the group that takes it back, if one does
/// @param stoppedBy who denied or aborted it, if somebody did: it is then with people
public record Incident(
        String id,
        Scope scope,
        String pack,
        String title,
        Instant openedAt,
        Instant since,
        Severity severity,
        Triggers triggers,
        State state,
        @Nullable Decision decision,
        @Nullable PlanReady plan,
        int decisions,
        int attempts,
        int ordered,
        int nextTry,
        int verifications,
        @Nullable String running,
        List<String> askedBy,
        @Nullable String stoppedBy,
        Memory memory,
        @Nullable Lead lead,
        @Nullable Bond bond) {
    public Incident {
        askedBy = List.copyOf(askedBy);
        memory = Objects.requireNonNullElse(memory, Memory.NONE);
    }

    @JsonIgnore
    public boolean isOpen() {
        return !state.ended();
    }
}
