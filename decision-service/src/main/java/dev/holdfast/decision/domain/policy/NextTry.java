package dev.holdfast.decision.domain.policy;

import java.util.List;
import java.util.Set;

/// What comes after something has not worked.
///
/// @param after the failures it answers; empty for all
public record NextTry(Kind kind, String name, List<String> roles, Set<Failure> after) {
    /// What is done next.
    public enum Kind {
        /// Another plan with the runbook `name`.
        RUNBOOK,
        /// The stage `name` once more.
        VERIFY,
        /// People of `roles`.
        ASK
    }

    /// What has not worked.
    public enum Failure {
        PLAN_REFUSED,
        ROLLBACK_FAILED,
        VERIFICATION_FAILED,
        INCONCLUSIVE;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    public NextTry {
        roles = List.copyOf(roles);
        after = Set.copyOf(after);
    }

    public boolean answers(Failure failure) {
        return after.isEmpty() || after.contains(failure);
    }
}
