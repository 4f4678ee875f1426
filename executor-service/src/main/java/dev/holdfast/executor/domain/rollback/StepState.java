package dev.holdfast.executor.domain.rollback;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

import java.time.Instant;
import java.util.Map;

/// Where one step stands. `way` counts the alternatives from 0.
///
///     Waiting ──intend──▶ Intended ──succeed──▶ Done
///        ▲                  │  │ └──doubt, or a crash──▶ Doubtful ──look──▶ Done
///        │                  │  └──miss, nothing left──▶ Failed    └─unclear─▶ Stuck
///        └──miss, not tried: again, or the next way       Failed, Stuck ──person──▶ Waiting, Skipped
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = StepState.Waiting.class, name = "waiting"),
    @JsonSubTypes.Type(value = StepState.Intended.class, name = "intended"),
    @JsonSubTypes.Type(value = StepState.Doubtful.class, name = "doubtful"),
    @JsonSubTypes.Type(value = StepState.Stuck.class, name = "stuck"),
    @JsonSubTypes.Type(value = StepState.Done.class, name = "done"),
    @JsonSubTypes.Type(value = StepState.Skipped.class, name = "skipped"),
    @JsonSubTypes.Type(value = StepState.Failed.class, name = "failed"),
})
public sealed interface StepState {
    /// @param tried attempts of this way so far
    /// @param lost attempts whose executor died, found not to have had an effect
    /// @param mayBeDone whether an attempt before may have had its effect: it is done again, since that
    ///     does no harm
    record Waiting(int way, int tried, int lost, Instant from, boolean mayBeDone)
            implements StepState {}

    /// The intent is journalled: the effect may have happened.
    ///
    /// @param mayBeDone whether an attempt before may have had its effect
    record Intended(
            int way,
            int attempt,
            int lost,
            String key,
            Instant since,
            Instant until,
            boolean mayBeDone)
            implements StepState {}

    /// The effect ended without a certain answer, or looking at its target gave none.
    record Doubtful(
            int way,
            int attempt,
            int lost,
            String key,
            Instant since,
            int looks,
            Instant look,
            String reason)
            implements StepState {}

    /// Only a person can tell what happened.
    ///
    /// @param untouched whether nothing of it was ever intended by us
    record Stuck(int way, String reason, boolean untouched) implements StepState {}

    /// @param reconciled found by looking, not by doing
    record Done(int way, Map<String, String> outputs, boolean reconciled) implements StepState {
        public Done {
            outputs = Map.copyOf(outputs);
        }
    }

    record Skipped(String why, boolean mayBeDone) implements StepState {
        public Skipped(String why) {
            this(why, false);
        }
    }

    /// @param mayBeDone whether an attempt before the last may have had its effect
    record Failed(int way, String reason, boolean mayBeDone) implements StepState {}

    static StepState fresh(int way, Instant now) {
        return new Waiting(way, 0, 0, now, false);
    }
}
