package dev.holdfast.verifier.flow;

import dev.holdfast.backbone.events.VerificationEvent.SnapshotFailed;
import dev.holdfast.backbone.events.VerificationEvent.SnapshotTaken;
import dev.holdfast.backbone.pack.Durations;
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

    /// How long a value stands for one that cannot be measured any more just before the effect.
    private static final Duration STANDS = Duration.ofSeconds(30);

    /// What is told later than this no longer says what runs now.
    private static final Duration NEWS = Duration.ofSeconds(30);

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
        ask(work, rollback, incident, deadline, because.incident(incident));
    }

    private static void ask(
            Work work, String of, @Nullable String incident, Instant deadline, Because because) {
        Snapshot old = work.find(Shelves.SNAPSHOTS, of).orElse(null);
        work.put(
                Shelves.SNAPSHOTS,
                of,
                new Snapshot(
                        incident,
                        deadline,
                        old == null ? Map.of() : old.values(),
                        old == null ? Map.of() : old.times(),
                        List.of(),
                        null,
                        because));
        work.errand(ERRAND + of, work.now());
    }

    /// Measures what is now as what later releases are compared with: before a deployment begins, and
    /// when a release has held. Never while an incident is open: trouble is no baseline. And never on
    /// old news: by now something else may run.
    ///
    /// @param at when it happened that calls for it
    void baseline(Work work, Instant at, Because because) {
        boolean any =
                ruleBook.current(work, work.scope().system())
                        .filter(r -> !r.checks().snapshots().isEmpty())
                        .isPresent();
        if (!any || !work.all(Shelves.OPEN).isEmpty()) {
            return;
        }
        if (at.plus(NEWS).isBefore(work.now())) {
            work.emit(tooLate(at, work.now()), because);
        } else {
            ask(work, BASELINE, null, work.now().plus(LONGEST), because);
        }
    }

    /// Said, since a clock that is behind would leave every later release without a baseline of its own.
    private static SnapshotFailed tooLate(Instant at, Instant now) {
        return new SnapshotFailed(
                null,
                BASELINE,
                "what calls for it happened %s ago by the clock of who told it, and after %s something"
                                .formatted(
                                        Durations.show(Duration.between(at, now)),
                                        Durations.show(NEWS))
                        + " else may run: the older baseline stays. Either this service is behind its"
                        + " topics, or that clock is behind the database's",
                now);
    }

    /// What runs now is no longer what was to be measured: a baseline that is being taken is given up,
    /// and the old one stays.
    static void overtaken(Work work) {
        work.find(Shelves.SNAPSHOTS, BASELINE)
                .filter(s -> s.takenAt() == null)
                .ifPresent(s ->
                        work.put(
                                Shelves.SNAPSHOTS,
                                BASELINE,
                                taken(s, s.values(), s.times(), s.missing(), work.now())));
    }

    private static Snapshot taken(
            Snapshot s,
            Map<String, String> values,
            Map<String, Instant> times,
            List<String> missing,
            Instant at) {
        return new Snapshot(s.incident(), s.deadline(), values, times, missing, at, s.because());
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
                .filter(r -> r.manifest().environments().containsKey(work.scope().environment()))
                .map(r -> new Plan(round(work, rollback, r, timeout), timeout))
                .orElseGet(() -> {
                    tell(
                            work,
                            rollback,
                            taken(wanted, Map.of(), Map.of(), List.of("checks.yml"), work.now()));
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
        Map<String, String> values =
                rollback.equals(BASELINE)
                        ? new HashMap<>(wanted.values())
                        : wanted.since(work.now().minus(STANDS));
        values.putAll(measured);
        List<String> missing =
                round.checks().stream()
                        .map(CheckSpec::name)
                        .filter(name -> !values.containsKey(name))
                        .toList();
        Map<String, Instant> times = new HashMap<>(wanted.times());
        measured.keySet().forEach(name -> times.put(name, work.now()));
        times.keySet().retainAll(values.keySet());
        tell(work, rollback, taken(wanted, values, times, missing, work.now()));
        return true;
    }

    private static void tell(Work work, String rollback, Snapshot taken) {
        work.put(Shelves.SNAPSHOTS, rollback, taken);
        boolean failed = taken.values().isEmpty() && !taken.missing().isEmpty();
        work.emit(
                failed
                        ? new SnapshotFailed(
                                taken.incident(),
                                rollback,
                                "none of %s could be measured".formatted(taken.missing()),
                                work.now())
                        : new SnapshotTaken(
                                taken.incident(),
                                rollback,
                                taken.values(),
                                taken.missing(),
                                work.now()),
                taken.because());
    }
}
