package dev.holdfast.executor.domain.plan;

import java.util.Locale;

/// What may be done about an effect whose outcome is not known.
public enum Repeat {
    /// Doing it again changes nothing more.
    IDEMPOTENT,
    /// Looking at the target tells whether it was done.
    CHECKABLE,
    /// Only a person can tell.
    MANUAL;

    public String written() {
        return name().toLowerCase(Locale.ROOT);
    }
}
