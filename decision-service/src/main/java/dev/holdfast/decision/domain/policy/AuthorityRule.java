package dev.holdfast.decision.domain.policy;

import dev.holdfast.decision.domain.condition.Condition;

import java.util.List;

/// Who may allow a plan for which this rule's condition is true.
///
/// @param automatic allows without people; never used where data is lost or where people must be
///     asked anyway
/// @param stages in order; empty for an automatic rule
/// @param all every stage must answer; else each is only asked after the one before did not answer
/// @param notDeployer who deployed the release may not approve
public record AuthorityRule(
        String name,
        Condition when,
        boolean automatic,
        List<StageRule> stages,
        boolean all,
        boolean notDeployer) {
    public AuthorityRule {
        stages = List.copyOf(stages);
    }
}
