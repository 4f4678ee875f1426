package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.Severity;
import dev.holdfast.backbone.pack.Durations;
import dev.holdfast.decision.domain.condition.Outcome;
import dev.holdfast.decision.domain.condition.Vocabulary;
import dev.holdfast.decision.domain.policy.Action;
import dev.holdfast.decision.domain.policy.Policy;
import dev.holdfast.decision.domain.policy.Row;
import dev.holdfast.decision.domain.release.Ledger;
import dev.holdfast.decision.domain.release.LedgerEntry;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The severity matrix: the first row that is true for any trigger that stands decides. A row that
/// says ignore sets aside the triggers that it is true for, and the rows after it judge the others. A
/// row that nobody can evaluate, because a value is missing or the evaluation errs, is never passed
/// over: the decision is then to ask people. The same evidence gets the same answer on any day.
public final class Matrix {
    private final Policy policy;
    private final Incident incident;
    private final Ledger ledger;
    private final Instant now;
    private final List<Standing> standing;
    private final List<Standing> judged;
    private final List<String> reasons = new ArrayList<>();
    private final Map<String, String> values = new TreeMap<>();
    private boolean waits;

    private Matrix(Policy policy, Incident incident, Ledger ledger, Instant now) {
        this.policy = policy;
        this.incident = incident;
        this.ledger = ledger;
        this.now = now;
        this.standing = incident.triggers().fresh(now, policy.signalsStand());
        this.judged = new ArrayList<>(standing);
    }

    /// Decides on the triggers that stand now; there must be at least one.
    public static Decision decide(Policy policy, Incident incident, Ledger ledger, Instant now) {
        return new Matrix(policy, incident, ledger, now).decide();
    }

    private Decision decide() {
        Optional<Standing> request =
                standing.stream().filter(s -> s.kind() == Standing.Kind.MANUAL).findFirst();
        for (Row row : policy.matrix()) {
            Target target = Target.of(row, standing, ledger);
            waits |= waitsFor(row);
            if (row.action() == Action.IGNORE && request.isEmpty()) {
                boolean some = setAside(row, target.running());
                if (some && judged.isEmpty()) {
                    return matched(row, target, request);
                }
            }
            switch (test(row, target.running())) {
                case Outcome.True _ -> {
                    return matched(row, target, request);
                }
                case Outcome.Unclear(String why) -> {
                    return unclear(row, target, why, request);
                }
                case Outcome.False _ -> {}
            }
        }
        return request.isPresent() ? asked(request.get()) : unanswered();
    }

    /// What is still being measured could make this row true for one of the triggers.
    private boolean waitsFor(Row row) {
        return !incident.memory().assessed().over()
                && row.when().uses(Vocabulary.ASSESSMENT)
                && judged.stream()
                        .anyMatch(s ->
                                row.when().meaning().possible("trigger.rule", s.trigger().rule()));
    }

    /// Answers whether it ignores any.
    private boolean setAside(Row row, Optional<LedgerEntry> running) {
        return judged.removeIf(s -> {
            Map<String, Object> evidence =
                    Evidence.matrix(s, standing, running, incident, policy, now);
            boolean ignored = row.when().test(evidence) instanceof Outcome.True;
            if (ignored) {
                note(row, new Outcome.True(), row.when().seen(evidence));
            }
            return ignored;
        });
    }

    private void note(Row row, Outcome outcome, Map<String, String> seen) {
        reasons.add(reason(row, outcome, seen));
        values.putAll(seen);
    }

    /// True for one trigger is enough; unclear for one and true for none is unclear.
    private Outcome test(Row row, Optional<LedgerEntry> running) {
        Outcome worst = new Outcome.False();
        for (Standing s : judged) {
            Map<String, Object> evidence =
                    Evidence.matrix(s, standing, running, incident, policy, now);
            Outcome outcome = row.when().test(evidence);
            note(row, outcome, row.when().seen(evidence));
            if (outcome instanceof Outcome.True) {
                return outcome;
            }
            if (outcome instanceof Outcome.Unclear) {
                worst = outcome;
            }
        }
        return worst;
    }

    private static String reason(Row row, Outcome outcome, Map<String, String> seen) {
        String saw =
                seen.entrySet().stream()
                        .map(e -> e.getKey() + " = " + e.getValue())
                        .reduce((a, b) -> a + ", " + b)
                        .map(s -> " with " + s)
                        .orElse("");
        String answer =
                switch (outcome) {
                    case Outcome.True _ -> "is true";
                    case Outcome.False _ -> "is false";
                    case Outcome.Unclear(String why) -> "is unclear, since " + why;
                };
        return "row '%s' (%s) %s%s".formatted(row.name(), row.when().text(), answer, saw);
    }

    private Decision matched(Row row, Target target, Optional<Standing> request) {
        boolean manual = request.isPresent();
        boolean contains = row.action() == Action.CONTAIN;
        boolean atOnce = manual && row.action() != Action.ASK && !contains;
        Action action = atOnce ? Action.ROLLBACK : row.action();
        boolean people = action == Action.ASK || target.named();
        return decision(
                action,
                row.severity(),
                row,
                target,
                people,
                manual,
                "row '%s' says %s".formatted(row.name(), said(row, action)));
    }

    private Decision unclear(Row row, Target target, String why, Optional<Standing> request) {
        return decision(
                Action.ASK,
                row.severity(),
                row,
                target,
                true,
                request.isPresent(),
                "row '%s' cannot be judged, since %s, so people are asked"
                        .formatted(row.name(), why));
    }

    private Decision asked(Standing request) {
        String who = request.trigger().labels().getOrDefault("by", "somebody");
        Target target = Target.of(null, standing, ledger);
        Severity severity = incident.decision() == null ? labelled() : incident.severity();
        return decision(
                Action.ROLLBACK,
                severity,
                null,
                target,
                target.named(),
                true,
                who + " asked for a rollback");
    }

    private Decision unanswered() {
        Target target = Target.of(null, standing, ledger);
        return decision(
                Action.ASK,
                labelled(),
                null,
                target,
                true,
                false,
                "no row of the matrix answers this, so people are asked");
    }

    private Severity labelled() {
        return standing.stream()
                .map(s -> s.trigger().labels().get("severity"))
                .flatMap(l -> severity(l).stream())
                .min(Comparator.naturalOrder())
                .orElse(Severity.P2);
    }

    private static Optional<Severity> severity(@Nullable String label) {
        for (Severity s : Severity.values()) {
            if (s.name().equalsIgnoreCase(label)) {
                return Optional.of(s);
            }
        }
        return Optional.empty();
    }

    private Decision decision(
            Action action,
            Severity severity,
            @Nullable Row row,
            Target target,
            boolean people,
            boolean manual,
            String because) {
        Optional<LedgerEntry> running = target.running();
        List<String> changes = running.map(LedgerEntry::changes).orElse(List.of());
        String runbook =
                row != null && row.runbook() != null
                        ? row.runbook().of(changes)
                        : policy.firstRunbook(changes).orElse(null);
        return new Decision(
                action,
                severity,
                row == null ? null : row.name(),
                row == null ? "" : row.impact(),
                runbook,
                running.map(LedgerEntry::release).orElse(null),
                target.to(),
                target.obstacle() == null && runbook == null
                        ? "no row of the matrix names a runbook"
                        : target.obstacle(),
                row == null || action != Action.WATCH ? Duration.ZERO : row.watch(),
                row == null ? null : row.contain(),
                row == null ? null : row.schedule(),
                Optional.ofNullable(row).map(Row::verifyStage).orElse(policy.verifyStage()),
                Optional.ofNullable(row).map(Row::watchAfter).orElse(policy.watchAfter()),
                people,
                manual,
                row == null ? null : row.group(),
                waits,
                Sentences.decided(
                        standing, running, severity, because, target, runbook, action, now),
                reasons,
                values);
    }

    private static String said(Row row, Action action) {
        if (action == Action.SCHEDULE && row.schedule() != null) {
            return "roll back " + row.schedule().words();
        }
        if (action == Action.CONTAIN) {
            return "contain by runbook '%s', then ask".formatted(row.contain());
        }
        return action == Action.WATCH ? "watch for " + Durations.show(row.watch()) : action.word();
    }
}
