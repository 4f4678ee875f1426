package dev.holdfast.notifier.domain.notice;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Map;

/// What became of one attempt to tell a channel.
public sealed interface Outcome {
    /// @param receipt what the channel answered, for people
    /// @param learned what the next notice about the same incident needs of it
    record Delivered(String receipt, Map<String, String> learned) implements Outcome {
        public Delivered {
            learned = Map.copyOf(learned);
        }

        public Delivered(String receipt) {
            this(receipt, Map.of());
        }
    }

    /// It may work later.
    ///
    /// @param retryAfter what the channel asked for, null where it said nothing
    record Later(String reason, @Nullable Duration retryAfter) implements Outcome {}

    /// It will never work: another attempt would get the same answer.
    record Refused(String reason) implements Outcome {}

    /// Nothing was tried: the channel is busy or rests after failures. It counts as no attempt.
    record Untried(String reason, Duration pause) implements Outcome {}
}
