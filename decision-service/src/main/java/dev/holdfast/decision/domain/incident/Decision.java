package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.Severity;
import dev.holdfast.decision.domain.policy.Action;

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
        String verifyStage,
        Duration watchAfter,
        boolean askPeople,
        boolean manual,
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
        boolean asks = action == Action.ROLLBACK || action == Action.WATCH;
        return new Decision(
                asks ? Action.ASK : action,
                severity,
                row,
                impact,
                runbook,
                from,
                to,
                obstacle,
                Duration.ZERO,
                verifyStage,
                watchAfter,
                true,
                manual,
                why + " " + sentence,
                reasons,
                values);
    }

    /// The same with another runbook, for a next try.
    Decision by(String otherRunbook) {
        return new Decision(
                action,
                severity,
                row,
                impact,
                otherRunbook,
                from,
                to,
                obstacle,
                watch,
                verifyStage,
                watchAfter,
                askPeople,
                manual,
                sentence,
                reasons,
                values);
    }
}
