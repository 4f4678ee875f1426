package dev.holdfast.decision.domain.incident;

import dev.holdfast.decision.domain.policy.Stage;

import java.time.Instant;
import java.util.List;

/// What may become of a plan.
sealed interface Judgement {
    /// Allowed without people.
    record Allow(String rule) implements Judgement {}

    /// People are asked, stage by stage.
    ///
    /// @param all every stage must answer
    record Ask(String rule, List<Stage> stages, boolean all, boolean notDeployer)
            implements Judgement {
        public Ask {
            stages = List.copyOf(stages);
        }
    }

    /// Not now.
    record Hold(State.Cause cause, String reason, Instant until) implements Judgement {}
}
