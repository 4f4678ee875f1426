package dev.holdfast.executor.domain.rollback;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// What can happen to a whole rollback.
public sealed interface RollbackMove {
    record Propose(Instant planBy) implements RollbackMove {}

    record Plan(String hash, Instant until) implements RollbackMove {}

    record RefusePlan(List<String> reasons) implements RollbackMove {
        public RefusePlan {
            reasons = List.copyOf(reasons);
        }
    }

    record Lapse(Instant at) implements RollbackMove {}

    record Order(String hash, Instant notAfter) implements RollbackMove {}

    /// An accepted order is not carried out after all; nothing was done.
    record Drop(String kind, String reason) implements RollbackMove {}

    record Begin(Instant at, Instant deadline) implements RollbackMove {}

    /// The members mean what they mean in [RollbackState.Paused].
    record Pause(
            String step,
            String reason,
            @Nullable String by,
            boolean takesOver,
            @Nullable String guard)
            implements RollbackMove {}

    record Resume() implements RollbackMove {}

    /// Done steps are undone first, then it ends so.
    record TurnBack(Ending ending) implements RollbackMove {}

    record Complete(Instant at) implements RollbackMove {}

    record End(Ending ending, Instant at) implements RollbackMove {}
}
