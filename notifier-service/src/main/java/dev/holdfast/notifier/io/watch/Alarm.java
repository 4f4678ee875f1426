package dev.holdfast.notifier.io.watch;

import dev.holdfast.notifier.domain.notice.Letter;
import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.plan.Address;
import dev.holdfast.notifier.io.channel.Channel;
import dev.holdfast.notifier.io.channel.Untold;

/// Tells somebody without the broker and without the database: no pack, no retry but the next look.
@FunctionalInterface
public interface Alarm {
    Outcome tell(Letter letter);

    /// Through a channel of those that packs use.
    static <A extends Address> Alarm of(Channel<A> channel, A address) {
        return letter -> {
            try {
                return channel.send(address, letter);
            } catch (Untold e) {
                return e.later();
            }
        };
    }
}
