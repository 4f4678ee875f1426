package dev.holdfast.decision.domain.policy;

import java.util.Locale;

/// What a row of the severity matrix says is to be done.
public enum Action {
    /// Roll back now, as far as authority and limits allow.
    ROLLBACK,
    /// Stop the harm now by a runbook that loses nothing, and ask people about the rest.
    CONTAIN,
    /// Roll back if the trigger is still true after the row's time.
    WATCH,
    /// Make a plan and ask people.
    ASK,
    /// Roll back at a time, if it is still needed then.
    SCHEDULE,
    /// People repair it; no plan is made.
    FIX_FORWARD,
    /// Nothing is done and nobody is told.
    IGNORE;

    /// The word of decisions.yml.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// A row that says this names the runbook that takes the release back.
    boolean plans() {
        return this != FIX_FORWARD && this != IGNORE;
    }
}
