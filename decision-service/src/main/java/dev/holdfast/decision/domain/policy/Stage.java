package dev.holdfast.decision.domain.policy;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// One stage of asking: who, how many of them, and for how long before it goes on without them.
///
/// @param kind what they are asked to do
/// @param others whether it wants somebody who has answered no stage before
public record Stage(Kind kind, List<String> roles, int number, Duration within, boolean others) {
    /// What people do at a stage, in the order of the levels of an escalation.
    public enum Kind {
        /// Says that it is seen; nobody who does in time is passed over for the next stage.
        ACKNOWLEDGE,
        /// Says that it is necessary.
        CONFIRM,
        /// Allows it, for its impact on the business.
        APPROVE,
        /// Is told, and not asked.
        INFORM;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Stage {
        kind = Objects.requireNonNullElse(kind, Kind.APPROVE);
        roles = List.copyOf(roles);
    }

    /// The same asked of others.
    public Stage of(List<String> asked) {
        return new Stage(kind, asked, number, within, others);
    }
}
