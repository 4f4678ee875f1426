package dev.holdfast.decision.domain.policy;

import dev.holdfast.backbone.events.Severity;
import dev.holdfast.decision.domain.condition.Condition;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/// One row of the severity matrix.
///
/// @param impact one sentence for people on what users feel
/// @param watch how long a `watch` row waits before it acts; zero for the others
/// @param contain the runbook that stops the harm without losing anything; null unless the action is
///     `contain`
/// @param schedule when it is done; null unless the action is `schedule`
/// @param targets times that the procedure promises for it
/// @param runbook null only for rows that make no plan
/// @param component what is rolled back; null: the trigger's, else the one deployed last
/// @param verifyStage null: the policy's stage
/// @param group the systems that go back with it; null: none
/// @param watchAfter null: the policy's
public record Row(
        String name,
        Condition when,
        Severity severity,
        String impact,
        Action action,
        Duration watch,
        @Nullable String contain,
        @Nullable Schedule schedule,
        List<TimeTarget> targets,
        @Nullable RunbookChoice runbook,
        @Nullable String component,
        @Nullable String verifyStage,
        @Nullable Duration watchAfter,
        @Nullable String group) {
    public Row {
        targets = List.copyOf(targets);
    }
}
