package dev.holdfast.decision.domain.rehearsal;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Verdict;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Map;

/// How the other services answer while decisions are tried.
///
/// @param dataLost what a plan would lose, by runbook; `*` for all that are not named
/// @param planRefused why no plan is possible; null: it is
/// @param takes from the beginning of a rollback to its end
/// @param fails the rollback fails at its end
/// @param verdict of every verification, one second after it is asked for; null: none comes
/// @param assessment what the checks of the assessment measure
/// @param answers false: nobody answers, no plan comes
/// @param members of a group who do not simply have a plan and do it, by system or key
public record World(
        Map<String, String> dataLost,
        @Nullable String planRefused,
        Duration takes,
        boolean fails,
        @Nullable Verdict verdict,
        Map<String, Double> assessment,
        boolean answers,
        Map<String, Member> members) {
    public static final World GOOD =
            new World(
                    Map.of(),
                    null,
                    Duration.ofMinutes(1),
                    false,
                    Verdict.PASSED,
                    Map.of(),
                    true,
                    Map.of());

    /// How another member of a group answers.
    ///
    /// @param refuses why it does not come along; null: it does
    /// @param loses what its plan would lose; null: nothing
    /// @param asks its own rules would ask its people
    /// @param fails told to go, it breaks
    public record Member(
            @Nullable String refuses, @Nullable String loses, boolean asks, boolean fails) {
        static final Member GOOD = new Member(null, null, false, false);
    }

    public World {
        members = Map.copyOf(members);
        dataLost = Map.copyOf(dataLost);
        assessment = Map.copyOf(assessment);
    }

    Member member(Scope scope) {
        Member named = members.get(scope.key());
        return named == null ? members.getOrDefault(scope.system(), Member.GOOD) : named;
    }

    /// What a plan of this runbook would lose; null for nothing.
    @Nullable String loses(String runbook) {
        String named = dataLost.get(runbook);
        return named == null ? dataLost.get("*") : named;
    }
}
