package dev.holdfast.executor.domain.rollback;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// Where a rollback stands. Every state that is not an end has a deadline.
///
///     Planning ──plan──▶ Planned ──order──▶ Ordered ──first intent──▶ Running ──▶ Completed
///        └──▶ Unplannable   └──▶ Lapsed       └──▶ Refused             │  ▲ │
///                                                        stuck ▼  │ └──▶ Undoing
///                                                             Paused     ▼    │
///                                                               └──▶ Failed, Aborted
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RollbackState.Planning.class, name = "planning"),
    @JsonSubTypes.Type(value = RollbackState.Unplannable.class, name = "unplannable"),
    @JsonSubTypes.Type(value = RollbackState.Planned.class, name = "planned"),
    @JsonSubTypes.Type(value = RollbackState.Lapsed.class, name = "lapsed"),
    @JsonSubTypes.Type(value = RollbackState.Ordered.class, name = "ordered"),
    @JsonSubTypes.Type(value = RollbackState.Refused.class, name = "refused"),
    @JsonSubTypes.Type(value = RollbackState.Running.class, name = "running"),
    @JsonSubTypes.Type(value = RollbackState.Paused.class, name = "paused"),
    @JsonSubTypes.Type(value = RollbackState.Undoing.class, name = "undoing"),
    @JsonSubTypes.Type(value = RollbackState.Completed.class, name = "completed"),
    @JsonSubTypes.Type(value = RollbackState.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = RollbackState.Aborted.class, name = "aborted"),
})
public sealed interface RollbackState {
    record Planning(Instant planBy) implements RollbackState {}

    record Unplannable(List<String> reasons) implements RollbackState {
        public Unplannable {
            reasons = List.copyOf(reasons);
        }
    }

    record Planned(String hash, Instant until) implements RollbackState {}

    record Lapsed(Instant at) implements RollbackState {}

    record Ordered(String hash, Instant notAfter) implements RollbackState {}

    record Refused(String kind, String reason) implements RollbackState {}

    record Running(Instant startedAt, Instant deadline) implements RollbackState {}

    /// @param step the one that cannot go on; empty when the whole is paused
    /// @param by who paused it; null when the run itself asks
    /// @param takenOver a person goes on by hand
    /// @param guard the rule whose being raised has paused it, if one has
    record Paused(
            Instant startedAt,
            Instant deadline,
            String step,
            String reason,
            @Nullable String by,
            boolean takenOver,
            @Nullable String guard)
            implements RollbackState {}

    record Undoing(Instant startedAt, Instant deadline, Ending ending) implements RollbackState {}

    record Completed(Instant startedAt, Instant at) implements RollbackState {}

    record Failed(String step, String reason, Instant at) implements RollbackState {}

    record Aborted(String by, String reason, Instant at) implements RollbackState {}

    /// Whether it holds its scope: ordered and not yet over.
    static boolean holds(RollbackState state) {
        return switch (state) {
            case Ordered _, Running _, Paused _, Undoing _ -> true;
            case Planning _,
                    Unplannable _,
                    Planned _,
                    Lapsed _,
                    Refused _,
                    Completed _,
                    Failed _,
                    Aborted _ ->
                    false;
        };
    }

    /// Whether nothing was begun yet, and may be.
    static boolean begins(RollbackState state) {
        return state instanceof Planning || plannable(state);
    }

    /// Whether a plan may be made (again): nothing was begun under this id.
    static boolean plannable(RollbackState state) {
        return switch (state) {
            case Unplannable _, Planned _, Lapsed _, Refused _ -> true;
            case Planning _,
                    Ordered _,
                    Running _,
                    Paused _,
                    Undoing _,
                    Completed _,
                    Failed _,
                    Aborted _ ->
                    false;
        };
    }
}
