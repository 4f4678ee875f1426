package dev.holdfast.verifier.flow;

import dev.holdfast.backbone.events.VerificationEvent.SnapshotFailed;
import dev.holdfast.backbone.events.VerificationEvent.SnapshotTaken;
import dev.holdfast.backbone.work.Because;
import dev.holdfast.backbone.work.Errand;
import dev.holdfast.backbone.work.Next;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.verifier.domain.check.Asking;
import dev.holdfast.verifier.domain.check.Check;
import dev.holdfast.verifier.domain.check.CheckSpec;
import dev.holdfast.verifier.domain.check.Measure;
import dev.holdfast.verifier.domain.file.Rules;
import dev.holdfast.verifier.flow.Shelves.Snapshot;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Measures what a rollback will be compared with, before it changes anything.
final class Snapshots {
    static final String ERRAND = "snapshot/";
    private static final String BASELINE = "baseline";
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final RuleBook ruleBook;
    private final Probes probes;

    Snapshots(RuleBook ruleBook, Probes probes) {
        this.ruleBook = ruleBook;
        this.probes = probes;
    }

    /// Somebody proposes a rollback: what can be measured now need not be waited for later.
    void proposed(Work work, String incident, String rollback, Because because) {
        boolean any =
                ruleBook.current(work, work.scope().system())
                        .filter(r -> !r.checks().snapshots().isEmpty())
                        .isPresent();
        if (any && work.find(Shelves.SNAPSHOTS, rollback).isEmpty()) {
            requested(work, incident, rollback, work.now().plus(LONGEST), because);
        }
    }

    /// Measures now, or once more: the values nearest to the first effect count.
    void requested(Work work, String incident, String rollback, Instant deadline, Because because) {
        Map<String, String> before =
                work.find(Shelves.SNAPSHOTS, rollback).map(Snapshot::values).orElse(Map.of());
        Because why = because.incident(incident);
        work.put(
                Shelves.SNAPSHOTS,
                rollback,
                new Snapshot(incident, deadline, before, List.of(), null, why));
        work.errand(ERRAND + rollback, work.now());
    }

    /// Measures what is now as what later releases are compared with: before a deployment begins, and
    /// when a release has held. Never while an incident is open: trouble is no baseline.
    void baseline(Work work, Because because) {
        boolean any =
                ruleBook.current(work, work.scope().system())
                        .filter(r -> !r.checks().snapshots().isEmpty())
                        .isPresent();
        if (any && work.all(Shelves.OPEN).isEmpty()) {
            Map<String, String> before = baseline(work);
            work.put(
                    Shelves.SNAPSHOTS,
                    BASELINE,
                    new Snapshot(null, work.now().plus(LONGEST), before, List.of(), null, because));
            work.errand(ERRAND + BASELINE, work.now());
        }
    }

    /// The values of the last baseline, none where there is none.
    static Map<String, String> baseline(Work work) {
        return before(work, BASELINE);
    }

    /// The values measured before a rollback.
    static Map<String, String> before(Work work, String rollback) {
        return work.find(Shelves.SNAPSHOTS, rollback).map(Snapshot::values).orElse(Map.of());
    }

    /// @param round null when it was taken already
    private record Plan(@Nullable Round round, Duration patience) {}

    Next run(Errand errand, String rollback) {
        Plan plan = errand.write(work -> plan(work, rollback, errand.claimedAt()));
        if (plan.round == null) {
            return new Next.Done();
        }
        Map<String, String> values = measure(plan.round, errand.claimedAt(), plan.patience);
        errand.write(work -> take(work, rollback, plan.round, values));
        return new Next.Done();
    }

    private Plan plan(Work work, String rollback, Instant now) {
        Snapshot wanted = work.find(Shelves.SNAPSHOTS, rollback).orElse(null);
        if (wanted == null || wanted.takenAt() != null) {
            return new Plan(null, Duration.ZERO);
        }
        Duration left = Duration.between(now, wanted.deadline());
        Duration timeout =
                left.compareTo(Duration.ofMillis(100)) < 0
                        ? Duration.ofMillis(100)
                        : left.compareTo(LONGEST) > 0 ? LONGEST : left;
        Optional<Rules> rules =
                ruleBook.of(work, work.scope().system(), wanted.because().packDigest());
        return rules.filter(r -> work.scope().drill() == null || r.manifest().lab() != null)
                .map(r -> new Plan(round(work, rollback, r, timeout), timeout))
                .orElseGet(() -> {
                    tell(work, rollback, wanted, Map.of(), List.of("checks.yml"));
                    return new Plan(null, Duration.ZERO);
                });
    }

    private static Round round(Work work, String rollback, Rules rules, Duration timeout) {
        List<CheckSpec> specs =
                rules.checks().snapshots().entrySet().stream()
                        .map(e -> Round.bare(e.getKey(), e.getValue(), timeout))
                        .toList();
        return Round.of(
                work.scope(),
                ERRAND + rollback,
                specs,
                rules.given(work.scope(), null),
                Map.of(),
                rules);
    }

    private Map<String, String> measure(Round round, Instant now, Duration patience) {
        Map<String, String> values = new HashMap<>();
        Map<String, Check> checks = new HashMap<>();
        round.checks().forEach(c -> checks.put(c.name(), c.check()));
        round.answers(probes, now, patience)
                .forEach((name, answer) -> {
                    if (checks.get(name) instanceof Asking asking) {
                        Measure.value(asking, answer).ifPresent(v -> values.put(name, v));
                    }
                });
        return values;
    }

    private static boolean take(
            Work work, String rollback, Round round, Map<String, String> measured) {
        Snapshot wanted = work.find(Shelves.SNAPSHOTS, rollback).orElse(null);
        if (wanted == null || wanted.takenAt() != null) {
            return false;
        }
        Map<String, String> values = new HashMap<>(wanted.values());
        values.putAll(measured);
        List<String> missing =
                round.checks().stream()
                        .map(CheckSpec::name)
                        .filter(name -> !values.containsKey(name))
                        .toList();
        tell(work, rollback, wanted, values, missing);
        return true;
    }

    private static void tell(
            Work work,
            String rollback,
            Snapshot wanted,
            Map<String, String> values,
            List<String> missing) {
        Instant now = work.now();
        Because because = wanted.because();
        work.put(
                Shelves.SNAPSHOTS,
                rollback,
                new Snapshot(wanted.incident(), wanted.deadline(), values, missing, now, because));
        boolean failed = values.isEmpty() && !missing.isEmpty();
        work.emit(
                failed
                        ? new SnapshotFailed(
                                wanted.incident(),
                                rollback,
                                "none of %s could be measured".formatted(missing),
                                now)
                        : new SnapshotTaken(wanted.incident(), rollback, values, missing, now),
                because);
    }
}
