package dev.holdfast.decision.domain.incident;

import dev.holdfast.decision.domain.policy.Stage;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/// What people are asked about one plan.
///
/// @param rule the rule of authority that asks
/// @param stage which of its stages, from 0
/// @param round how often this stage was asked before, each time of more people
/// @param roles who may answer
/// @param excluded who may not answer, because they asked for it or deployed the release
/// @param stages all that are asked, in order
/// @param all every stage must answer; else the next is asked only when this one does not
/// @param agreed who answered the stages before
public record Question(
        String request,
        String rule,
        int stage,
        int round,
        List<String> roles,
        int needed,
        List<String> excluded,
        @Nullable String dataLost,
        List<Stage> stages,
        boolean all,
        List<Vote> agreed) {
    public Question {
        roles = List.copyOf(roles);
        excluded = List.copyOf(excluded);
        stages = List.copyOf(Objects.requireNonNullElse(stages, List.of()));
        agreed = List.copyOf(Objects.requireNonNullElse(agreed, List.of()));
    }

    /// One approval.
    public record Vote(String by, String role) {
        @Override
        public String toString() {
            return by + " (" + role + ")";
        }
    }

    /// What is asked at this stage.
    Stage.Kind kind() {
        return stage < stages.size() ? stages.get(stage).kind() : Stage.Kind.APPROVE;
    }

    /// Whether only who has answered no stage before may answer this one.
    boolean others() {
        return stage >= 0 && stage < stages.size() && stages.get(stage).others();
    }

    /// The next stage that is asked, if there is one.
    int next() {
        int i = stage + 1;
        while (i < stages.size() && stages.get(i).kind() == Stage.Kind.INFORM) {
            i++;
        }
        return i;
    }
}
