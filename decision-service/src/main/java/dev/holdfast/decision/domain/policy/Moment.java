package dev.holdfast.decision.domain.policy;

import java.util.Locale;

/// The moments of an incident between which a procedure sets times.
public enum Moment {
    /// The condition became true.
    TRUE,
    /// The trigger was raised, after its `for`.
    RAISED,
    OPENED,
    DECIDED,
    ORDERED,
    STARTED,
    COMPLETED,
    VERIFIED,
    RESOLVED;

    /// The word of decisions.yml.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
