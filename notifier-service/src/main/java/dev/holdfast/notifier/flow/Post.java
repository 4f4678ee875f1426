package dev.holdfast.notifier.flow;

import dev.holdfast.notifier.domain.notice.Letter;
import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.plan.Address;

/// Delivers letters. It answers in bounded time and never throws for what a channel does.
public interface Post {
    /// One attempt.
    ///
    /// @param channel whose channel it is, `system/name`: what hangs there delays no other
    Outcome deliver(String channel, Address address, Letter letter);
}
