package dev.holdfast.executor.domain.plan;

import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.backbone.events.RollbackEvent.PlannedStep;
import dev.holdfast.backbone.events.Severity;
import dev.holdfast.backbone.pack.PackManifest.SecretReference;
import dev.holdfast.executor.domain.runbook.Afterwards;
import dev.holdfast.executor.domain.runbook.Allowed;
import dev.holdfast.executor.domain.runbook.Runbook;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// Exactly what a rollback would do, complete: nothing else is read when it is carried out.
///
/// @param guards rules that pause it when they are raised while it runs
/// @param hash covers everything in it but the ids of rollback and incident
public record Plan(
        Subject subject,
        List<StepPlan> steps,
        Allowed allowed,
        Map<String, SecretReference> secrets,
        Pace pace,
        Afterwards onFailure,
        Afterwards onAbort,
        List<String> guards,
        String hash) {
    private static final Duration LEAST_BUDGET = Duration.ofMinutes(1);

    /// What a plan that loses data waits for at most, before a person is asked.
    private static final Duration NEEDED_SNAPSHOT = Duration.ofSeconds(30);

    /// @param deadline for the whole run, from its first step
    /// @param budget past it the run is overdue
    /// @param snapshot how long the first effect waits for the verifier's snapshot
    public record Pace(
            Duration deadline,
            Duration budget,
            Duration downtime,
            Duration duration,
            Duration snapshot) {}

    public Plan {
        guards = List.copyOf(guards);
        steps = List.copyOf(steps);
        secrets = Map.copyOf(secrets);
    }

    /// Joins a draft with what looking at its targets has shown, a preview for each way of each step.
    public static Plan of(Draft draft, List<List<Preview>> previews) {
        List<StepPlan> steps = new ArrayList<>();
        for (int i = 0; i < draft.steps().size(); i++) {
            steps.add(step(draft.steps().get(i), previews.get(i)));
        }
        var runbook = draft.runbook();
        var plan =
                new Plan(
                        draft.subject(),
                        steps,
                        draft.allowed(),
                        draft.secrets(),
                        pace(runbook.pace(), steps),
                        runbook.onFailure(),
                        runbook.onAbort(),
                        runbook.guards(),
                        "");
        return plan.hashed(PlanHash.of(plan));
    }

    private static Pace pace(Runbook.Pace written, List<StepPlan> steps) {
        Duration duration =
                Objects.requireNonNullElseGet(
                        written.duration(), () -> sum(steps, Preview::expected));
        Duration usual = duration.multipliedBy(2);
        return new Pace(
                written.deadline(),
                Objects.requireNonNullElse(
                        written.budget(), usual.compareTo(LEAST_BUDGET) < 0 ? LEAST_BUDGET : usual),
                Objects.requireNonNullElseGet(
                        written.downtime(), () -> sum(steps, Preview::downtime)),
                duration,
                written.snapshot());
    }

    /// How long the first effect waits for a snapshot. Where data is lost it is needed, however
    /// urgent; elsewhere the most urgent do not wait.
    public Duration snapshotWait(Severity severity) {
        if (dataLost() != null) {
            return NEEDED_SNAPSHOT;
        }
        return severity == Severity.P0 ? Duration.ZERO : pace.snapshot();
    }

    public Duration deadline() {
        return pace.deadline();
    }

    public Duration downtime() {
        return pace.downtime();
    }

    public Duration duration() {
        return pace.duration();
    }

    private static StepPlan step(Draft.StepDraft draft, List<Preview> previews) {
        var step = draft.step();
        List<WayPlan> ways = new ArrayList<>();
        for (int w = 0; w < step.ways().size(); w++) {
            ways.add(
                    new WayPlan(step.ways().get(w).action(), draft.with().get(w), previews.get(w)));
        }
        return new StepPlan(
                step.name(),
                draft.skipped(),
                draft.when(),
                ways,
                step.timeout(),
                step.retry(),
                step.traits());
    }

    private static Duration sum(
            List<StepPlan> steps, java.util.function.Function<Preview, Duration> of) {
        return steps.stream()
                .filter(s -> s.skipped() == null)
                .map(s -> of.apply(s.usual().preview()))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private Plan hashed(String hash) {
        return new Plan(subject, steps, allowed, secrets, pace, onFailure, onAbort, guards, hash);
    }

    /// Why it cannot work now; empty when it can.
    public List<String> obstacles() {
        return steps.stream().flatMap(s -> s.obstacles().stream()).toList();
    }

    /// What would be lost; null for nothing.
    public @Nullable String dataLost() {
        String lost =
                steps.stream()
                        .filter(s -> s.skipped() == null)
                        .flatMap(s -> s.ways().stream())
                        .map(w -> w.preview().dataLost())
                        .filter(Objects::nonNull)
                        .distinct()
                        .collect(Collectors.joining("; "));
        return lost.isEmpty() ? null : lost;
    }

    public List<String> unchecked() {
        return steps.stream()
                .filter(s -> s.skipped() == null)
                .flatMap(s ->
                        s.usual().preview().unchecked().stream()
                                .map(u -> "step '%s': %s".formatted(s.name(), u)))
                .toList();
    }

    /// What is another now than when this was planned; empty when it still holds.
    ///
    /// @param now a preview for each way of each step, made again
    public List<String> changed(List<List<Preview>> now) {
        List<String> changes = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            StepPlan step = steps.get(i);
            for (int w = 0; step.skipped() == null && w < step.ways().size(); w++) {
                changes.addAll(changed(step.name(), step.ways().get(w), now.get(i).get(w)));
            }
        }
        return changes;
    }

    private static List<String> changed(String step, WayPlan way, Preview now) {
        List<String> changes = new ArrayList<>();
        way.preview()
                .rests()
                .forEach((what, before) -> {
                    // What cannot be seen any more may be anything.
                    String after = now.rests().getOrDefault(what, "not known");
                    if (!after.equals(before)) {
                        changes.add(
                                "step '%s': %s was %s, is now %s"
                                        .formatted(step, what, before, after));
                    }
                });
        if (now.dataLost() != null && way.preview().dataLost() == null) {
            changes.add(
                    "step '%s': it would lose nothing, would now lose: %s"
                            .formatted(step, now.dataLost()));
        }
        // What people have agreed to without a look they have agreed to.
        if (way.preview().late() && now.late() && way.preview().dataLost() == null) {
            changes.add("step '%s': %s, twice".formatted(step, now.unchecked().getFirst()));
        }
        if (way.usable()) {
            now.obstacles().forEach(o -> changes.add("step '%s': %s".formatted(step, o)));
        }
        return changes;
    }

    /// The same plan, under the same hash, with what a second look has found of targets that had not
    /// answered.
    public Plan answered(List<List<Preview>> now) {
        List<StepPlan> looked = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            StepPlan step = steps.get(i);
            List<WayPlan> ways = new ArrayList<>();
            for (int w = 0; w < step.ways().size(); w++) {
                WayPlan way = step.ways().get(w);
                Preview again = now.get(i).get(w);
                boolean adopted = way.preview().late() && !again.late();
                ways.add(
                        adopted
                                ? new WayPlan(
                                        way.action(), way.with(), way.preview().answered(again))
                                : way);
            }
            looked.add(step.by(ways));
        }
        return new Plan(subject, looked, allowed, secrets, pace, onFailure, onAbort, guards, hash);
    }

    public PlanReady ready(Instant at) {
        return new PlanReady(
                subject.incident(),
                subject.rollback(),
                hash,
                subject.runbook(),
                subject.from(),
                subject.to(),
                steps.stream().flatMap(s -> told(s).stream()).toList(),
                dataLost(),
                downtime(),
                duration(),
                unchecked(),
                at);
    }

    private static List<PlannedStep> told(StepPlan step) {
        List<PlannedStep> told = new ArrayList<>();
        for (int w = 0; w < step.ways().size(); w++) {
            WayPlan way = step.ways().get(w);
            var preview = way.preview();
            String does = step.skipped() == null ? preview.does() : step.skipped();
            String name = w == 0 ? step.name() : step.name() + " (else)";
            told.add(
                    new PlannedStep(
                            name,
                            way.action(),
                            way.usable() ? does : does + " [cannot work now]",
                            preview.repeat().written(),
                            preview.dataLost() != null));
        }
        return told;
    }
}
