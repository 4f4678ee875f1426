package dev.holdfast.notifier.flow;

import dev.holdfast.notifier.domain.notice.Letter;
import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.plan.Address;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/// Delivers letters. It answers in bounded time and never throws for what a channel does.
public interface Post {
    /// One attempt.
    ///
    /// @param channel whose channel it is, `system/name`: what hangs there delays no other
    Outcome deliver(String channel, Address address, Letter letter);

    /// Runs `attempt` when the channel has a place for it, in the order of asking. Where none becomes
    /// free soon, `later` answers instead; it is told when to come again, counted from the call.
    default <T> T inTurn(String channel, Supplier<T> attempt, Function<Duration, T> later) {
        return attempt.get();
    }
}
