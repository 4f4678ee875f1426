package dev.holdfast.executor.io.request;

import dev.holdfast.executor.domain.rollback.Finding;

/// Why a request to another system came to nothing, as far as that is known.
public final class Trouble extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean certain;

    private Trouble(String message, boolean certain) {
        super(message);
        this.certain = certain;
    }

    /// Certainly nothing was done.
    public static Trouble refused(String message) {
        return new Trouble(message, true);
    }

    /// It may have been done.
    public static Trouble lost(String message) {
        return new Trouble(message, false);
    }

    public String told() {
        return String.valueOf(getMessage());
    }

    /// After an attempt to change something.
    public Finding done() {
        return certain ? new Finding.NotDone(told(), "") : new Finding.Unsure(told(), "");
    }
}
