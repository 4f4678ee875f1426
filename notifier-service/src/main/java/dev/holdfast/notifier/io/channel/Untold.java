package dev.holdfast.notifier.io.channel;

import dev.holdfast.notifier.domain.notice.Outcome.Later;

/// An attempt that came to nothing and may succeed later: nobody answered, or a secret is missing.
public final class Untold extends Exception {
    private static final long serialVersionUID = 1L;

    public Untold(String message) {
        super(message);
    }

    public Later later() {
        return new Later(String.valueOf(getMessage()), null);
    }
}
