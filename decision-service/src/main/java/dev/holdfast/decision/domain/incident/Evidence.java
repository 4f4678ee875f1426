package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.backbone.events.RollbackEvent.PlannedStep;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.TriggerEvent.Trigger;
import dev.holdfast.decision.domain.condition.Vocabulary;
import dev.holdfast.decision.domain.policy.AutomaticWindow;
import dev.holdfast.decision.domain.policy.FactQuestion;
import dev.holdfast.decision.domain.policy.Policy;
import dev.holdfast.decision.domain.release.LedgerEntry;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Values for conditions, under the names of the vocabulary. What is not known is left out, so that
/// a condition that needs it says so.
final class Evidence {
    private static final double MILLIS_A_MINUTE = 60_000.0;

    private Evidence() {}

    static Map<String, Object> matrix(
            Standing judged,
            List<Standing> standing,
            Optional<LedgerEntry> release,
            Incident incident,
            Policy policy,
            Instant now) {
        Map<String, Object> values =
                common(policy, incident.scope(), incident.memory(), release, now);
        values.put("trigger", trigger(judged, now));
        values.put("triggers", standing.stream().map(s -> trigger(s, now)).toList());
        values.put(
                "incident",
                Map.of(
                        "attempts", (long) incident.attempts(),
                        "minutes", minutes(incident.openedAt(), now),
                        "rules", incident.triggers().rules()));
        return values;
    }

    static Map<String, Object> authority(Decision decision, PlanReady plan, Turn turn) {
        Instant now = turn.now();
        Map<String, Object> values =
                common(turn.policy(), turn.site.scope(), turn.memory, turn.entry(plan.from()), now);
        values.put("severity", decision.severity().name());
        values.put("action", decision.action().word());
        values.put("manual", decision.manual());
        if (decision.row() != null) {
            values.put("row", decision.row());
        }
        values.put(
                "plan",
                Map.of(
                        "runbook", plan.runbook(),
                        "loses_data", losesData(plan),
                        "downtime_minutes", minutes(plan.downtime()),
                        "duration_minutes", minutes(plan.duration()),
                        "steps", (long) plan.steps().size(),
                        "unchecked", plan.unchecked()));
        return values;
    }

    /// A plan loses data when it says so, or one of its steps does.
    static boolean losesData(PlanReady plan) {
        return plan.dataLost() != null || plan.steps().stream().anyMatch(PlannedStep::losesData);
    }

    private static Map<String, Object> common(
            Policy policy, Scope scope, Memory memory, Optional<LedgerEntry> release, Instant now) {
        Map<String, Object> values = new HashMap<>();
        values.put("system", scope.system());
        values.put("environment", scope.environment());
        values.put("time", now);
        values.put("release", release.map(r -> release(policy, r, now)).orElse(Map.of()));
        values.put(Vocabulary.FACTS, facts(policy, memory));
        values.put(Vocabulary.ASSESSMENT, assessment(memory));
        return values;
    }

    /// What people said, else what counts while nobody has.
    private static Map<String, Object> facts(Policy policy, Memory memory) {
        Map<String, Object> facts = new HashMap<>();
        for (FactQuestion fact : policy.facts().values()) {
            Memory.Stated said = memory.facts().get(fact.name());
            String text = said == null ? fact.silent() : said.value();
            if (text != null) {
                fact.value(text).ifPresent(v -> facts.put(fact.name(), v));
            }
        }
        return facts;
    }

    private static Map<String, Object> assessment(Memory memory) {
        Map<String, Object> checks = new HashMap<>();
        memory.assessed()
                .findings()
                .forEach((check, f) -> {
                    Map<String, Object> values = new HashMap<>();
                    values.put("verdict", f.verdict().name().toLowerCase(Locale.ROOT));
                    values.put("finding", f.says());
                    if (f.value() != null) {
                        values.put("value", f.value());
                    }
                    checks.put(check, values);
                });
        return checks;
    }

    private static Map<String, Object> trigger(Standing s, Instant now) {
        Trigger t = s.trigger();
        Map<String, Object> values = new HashMap<>();
        values.put("rule", t.rule());
        if (!Double.isNaN(t.value())) {
            values.put("value", t.value());
        }
        if (t.threshold() != null) {
            values.put("threshold", t.threshold());
        }
        values.put("minutes", minutes(t.activeSince(), now));
        String severity = t.labels().get("severity");
        if (severity != null) {
            values.put("severity", severity);
        }
        values.put("labels", t.labels());
        values.put("annotations", t.annotations());
        return values;
    }

    private static Map<String, Object> release(Policy policy, LedgerEntry entry, Instant now) {
        Map<String, Object> values = new HashMap<>();
        values.put("component", entry.release().component());
        values.put("version", entry.release().version());
        values.put("age_minutes", minutes(entry.deployedAt(), now));
        values.put("changes", entry.changes());
        values.put("held", entry.held());
        AutomaticWindow window = policy.window();
        values.put(
                "in_window",
                window == null || window.open(entry.startedAt(), entry.completedAt(), now));
        if (entry.by() != null) {
            values.put("by", entry.by());
        }
        if (entry.commit() != null) {
            values.put("commit", entry.commit());
        }
        return values;
    }

    private static double minutes(Instant from, Instant to) {
        return minutes(Duration.between(from, to));
    }

    private static double minutes(Duration d) {
        return d.toMillis() / MILLIS_A_MINUTE;
    }
}
