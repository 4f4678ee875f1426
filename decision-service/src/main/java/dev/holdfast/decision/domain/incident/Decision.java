package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.Severity;
import dev.holdfast.decision.domain.policy.Action;
import dev.holdfast.decision.domain.policy.Schedule;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What the severity matrix says about one incident as it stands, with every reason.
///
/// @param row null when no row matched
/// @param to null when there is nothing to go back to; `obstacle` says why
/// @param watch time to watch before acting; zero when none
/// @param askPeople true when no rule may allow it without people
/// @param manual true when a person asked for it
/// @param contain the runbook that stops the harm first, if the row says so
/// @param schedule when, if the row says so
/// @param group the systems that go back with it, if the row says so
/// @param waits a row that was tried looks at the assessment, which is not over
/// @param sentence all of it in one sentence
/// @param reasons each row tried, with the values that it saw
public record Decision(
        Action action,
        Severity severity,
        @Nullable String row,
        String impact,
        @Nullable String runbook,
        @Nullable Release from,
        @Nullable Release to,
        @Nullable String obstacle,
        Duration watch,
        @Nullable String contain,
        @Nullable Schedule schedule,
        String verifyStage,
        Duration watchAfter,
        boolean askPeople,
        boolean manual,
        @Nullable String group,
        boolean waits,
        String sentence,
        List<String> reasons,
        Map<String, String> values) {
    public Decision {
        reasons = List.copyOf(reasons);
        values = Map.copyOf(values);
    }

    /// The same, but people must agree.
    ///
    /// @param why one sentence
    Decision forPeople(String why) {
        boolean asks =
                action == Action.ROLLBACK || action == Action.WATCH || action == Action.SCHEDULE;
        return with(asks ? Action.ASK : action, runbook, true, why + " " + sentence);
    }

    /// The same with another runbook, for a next try.
    ///
    /// @param stage which proves it, null for the same
    Decision by(String otherRunbook, @Nullable String stage) {
        return with(action, otherRunbook, stage == null ? verifyStage : stage, askPeople, sentence);
    }

    /// What is left after the harm was contained: for people.
    Decision rest() {
        return with(Action.ASK, runbook, true, sentence);
    }

    /// The same at once: its time has come.
    Decision now(String why) {
        return with(askPeople ? Action.ASK : Action.ROLLBACK, runbook, askPeople, why + sentence);
    }

    private Decision with(Action a, @Nullable String by, boolean people, String says) {
        return with(a, by, verifyStage, people, says);
    }

    private Decision with(
            Action a, @Nullable String by, String stage, boolean people, String says) {
        return new Decision(
                a,
                severity,
                row,
                impact,
                by,
                from,
                to,
                obstacle,
                a == Action.WATCH ? watch : Duration.ZERO,
                contain,
                schedule,
                stage,
                watchAfter,
                people,
                manual,
                group,
                waits,
                says,
                reasons,
                values);
    }
}
