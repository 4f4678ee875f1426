package dev.holdfast.decision.domain.incident;

import dev.holdfast.decision.domain.policy.Policy;

import java.time.Instant;
import java.util.List;

/// What a decision is made in, besides the incident and its site.
///
/// @param now the database's time of the transaction
/// @param policy the version of the pack that the incident began with
/// @param fleet what goes on elsewhere
/// @param upToDate false while events that were written before our start are still being read:
///     nothing is ordered then
/// @param owed what people must do before this incident goes on
/// @param halted the reason of the kill switch while it is thrown for this system, or empty
public record Situation(
        Instant now, Policy policy, Fleet fleet, boolean upToDate, String halted, Owed owed) {
    public Situation(Instant now, Policy policy, Fleet fleet, boolean upToDate, String halted) {
        this(now, policy, fleet, upToDate, halted, Owed.NOTHING);
    }

    /// Titles of what people must do before an order, and before an end.
    public record Owed(List<String> before, List<String> after) {
        public static final Owed NOTHING = new Owed(List.of(), List.of());

        public Owed {
            before = List.copyOf(before);
            after = List.copyOf(after);
        }
    }

    /// The other systems.
    ///
    /// @param orders orders that they were given within the policy's window
    /// @param acting how many of them are being rolled back now
    /// @param systems how many systems there are, this one too
    public record Fleet(long orders, long acting, long systems) {
        public static final Fleet ALONE = new Fleet(0, 0, 1);
    }
}
