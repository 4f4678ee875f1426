package dev.holdfast.decision.domain.policy;

import java.time.Duration;
import java.util.Locale;

/// Something that people owe every incident.
///
/// @param owner the role that owes it
/// @param blocking nothing goes on without it: no order before, no end after
public record Chore(Phase phase, String title, String owner, boolean blocking, Duration due) {
    /// When it becomes owed.
    public enum Phase {
        /// When a plan is asked for.
        BEFORE,
        /// When it is ordered.
        DURING,
        /// When it is done.
        AFTER,
        /// When the incident is resolved.
        FOLLOW_UP;

        /// The word of decisions.yml.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
