package dev.holdfast.decision.domain.policy;

/// What a row of the severity matrix says is to be done.
public enum Action {
    /// Roll back now, as far as authority and limits allow.
    ROLLBACK,
    /// Roll back if the trigger is still true after the row's time.
    WATCH,
    /// Make a plan and ask people.
    ASK,
    /// People repair it; no plan is made.
    FIX_FORWARD,
    /// Nothing is done and nobody is told.
    IGNORE;

    /// The word of decisions.yml.
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
