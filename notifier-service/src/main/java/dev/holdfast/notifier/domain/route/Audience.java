package dev.holdfast.notifier.domain.route;

import java.util.Locale;

/// For whom a text is written.
public enum Audience {
    ENGINEERS,
    SUPPORT,
    MANAGEMENT,
    CUSTOMERS,
    PARTNERS,
    PRESS,
    SOCIAL;

    public String written() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Outside the house: told only in words that were written for them.
    public boolean outside() {
        return compareTo(CUSTOMERS) >= 0;
    }
}
