package dev.holdfast.notifier.io.channel;

import dev.holdfast.notifier.domain.notice.Letter;
import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.plan.Address;

/// One kind of channel. The next one is written by looking at the last.
public interface Channel<A extends Address> {
    /// The addresses that it serves.
    Class<A> serves();

    /// One attempt, in bounded time. A channel that knows an id already must not show it twice; one
    /// that cannot know is looked at before a second attempt ([Letter#attempt]).
    Outcome send(A address, Letter letter) throws Untold;
}
