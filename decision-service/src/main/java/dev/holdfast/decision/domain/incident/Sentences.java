package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.backbone.events.Severity;
import dev.holdfast.backbone.events.TriggerEvent.Trigger;
import dev.holdfast.backbone.pack.Durations;
import dev.holdfast.decision.domain.condition.Values;
import dev.holdfast.decision.domain.policy.Action;
import dev.holdfast.decision.domain.release.LedgerEntry;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The whole reason of a decision in one sentence.
final class Sentences {
    private Sentences() {}

    static String decided(
            List<Standing> standing,
            Optional<LedgerEntry> running,
            Severity severity,
            String because,
            Target target,
            @Nullable String runbook,
            Action action,
            Instant now) {
        String what =
                standing.stream()
                        .map(s -> trigger(s.trigger(), now))
                        .collect(Collectors.joining(" and "));
        String where =
                running.map(e ->
                                " on %s, deployed %s ago"
                                        .formatted(e.release(), ago(e.deployedAt(), now)))
                        .orElse("");
        String then =
                switch (action) {
                    case ROLLBACK, CONTAIN, WATCH, ASK, SCHEDULE ->
                            target.to() == null
                                    ? "; " + target.obstacle()
                                    : "; the way back is %s by runbook '%s'"
                                            .formatted(target.to(), runbook);
                    case FIX_FORWARD, IGNORE -> "";
                };
        return "%s%s: %s, %s%s.".formatted(what, where, severity, because, then);
    }

    /// `HighErrorRate is true for 2m (0.213, threshold 0.05)`.
    static String trigger(Trigger t, Instant now) {
        if (t.expression().isEmpty()) {
            String reason = t.annotations().get("reason");
            return reason == null ? t.rule() : t.rule() + " (" + reason + ")";
        }
        String limit = t.threshold() == null ? "" : ", threshold " + Values.show(t.threshold());
        return "%s is true for %s (%s%s)"
                .formatted(t.rule(), ago(t.activeSince(), now), Values.show(t.value()), limit);
    }

    static String would(Turn turn, PlanReady plan) {
        if (Containing.underWay(turn)) {
            return "contain it by runbook '%s' in %d steps, about %s"
                    .formatted(
                            plan.runbook(), plan.steps().size(), Durations.show(plan.duration()));
        }
        return "roll %s back to %s by runbook '%s' in %d steps, about %s"
                .formatted(
                        plan.from() == null ? plan.to().component() : plan.from().toString(),
                        plan.to().version(),
                        plan.runbook(),
                        plan.steps().size(),
                        Durations.show(plan.duration()))
                .concat(Grouped.words(turn))
                .concat(plan.dataLost() == null ? "" : ", losing " + plan.dataLost());
    }

    static String ago(Instant from, Instant now) {
        Duration d = Duration.between(from, now);
        long seconds = Math.max(0, d.toSeconds());
        return Durations.show(
                seconds < 3600 ? Duration.ofSeconds(seconds) : Duration.ofMinutes(seconds / 60));
    }
}
