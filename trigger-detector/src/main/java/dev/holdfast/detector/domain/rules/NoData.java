package dev.holdfast.detector.domain.rules;

import java.util.Locale;

/// What becomes of the alerts of a rule when none of its series says anything any more.
public enum NoData {
    /// It stays as it is: no data is not health. The default.
    HOLD,
    /// It clears, as in Prometheus.
    CLEAR,
    /// As `HOLD`, and a rule all of whose series are silent raises an alert of its own.
    RAISE;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
