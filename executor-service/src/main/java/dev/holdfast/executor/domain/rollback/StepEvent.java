package dev.holdfast.executor.domain.rollback;

import java.time.Instant;
import java.util.Map;

/// What can happen to one step.
public sealed interface StepEvent {
    /// @param until when the attempt is over at the latest
    record Intend(String key, Instant at, Instant until) implements StepEvent {}

    record Succeed(Map<String, String> outputs) implements StepEvent {}

    /// It certainly did not come about.
    record Miss(Instant at, String reason) implements StepEvent {}

    /// The target was not touched: that is no attempt.
    record Postpone(Instant at, String reason) implements StepEvent {}

    record Doubt(Instant at, String reason) implements StepEvent {}

    /// Looking shows that it is done.
    record SeenDone(Map<String, String> outputs) implements StepEvent {}

    /// Looking shows that it is not done.
    record SeenUndone(Instant at, String reason) implements StepEvent {}

    /// Nobody knows, and doing it again does no harm.
    record Repeat(Instant at, String reason) implements StepEvent {}

    /// Looking shows nothing.
    record SeenNothing(Instant at, String reason) implements StepEvent {}

    /// Looking is of no use with this action.
    record Unknowable(String reason) implements StepEvent {}

    /// A person wants it tried again.
    record TryAgain(Instant at) implements StepEvent {}

    /// A person wants to go on without it.
    record GoWithout(String why) implements StepEvent {}
}
