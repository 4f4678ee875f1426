package dev.holdfast.decision.domain.policy;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/// What comes after something has not worked.
///
/// @param after the failures it answers; empty for all
/// @param insteadOf the runbooks whose failure it answers; empty for all
/// @param stage which proves a runbook of this line; null: that of the row
public record NextTry(
        Kind kind,
        String name,
        List<String> roles,
        Set<Failure> after,
        Set<String> insteadOf,
        @Nullable String stage) {
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
        insteadOf = Set.copyOf(insteadOf);
    }

    /// @param runbook the one that has not worked, null for none
    public boolean answers(Failure failure, @Nullable String runbook) {
        return (after.isEmpty() || after.contains(failure))
                && (insteadOf.isEmpty() || (runbook != null && insteadOf.contains(runbook)));
    }
}
