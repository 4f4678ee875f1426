package dev.holdfast.trials.measure;

import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Predicate;

/// Makes the table of a latency run. The first round of each system is shown apart: after a start
/// nothing is warm.
final class LatencyReport {
    private static final double TO_TRIGGER = 300;
    private static final double TO_STEP = 500;
    private static final String RAISED = "trigger.raised";
    private static final List<String> CHAIN =
            List.of(
                    RAISED,
                    "incident.opened",
                    "rollback.proposed",
                    "plan.ready",
                    "rollback.ordered",
                    "rollback.started",
                    "step.started",
                    "step.finished",
                    "rollback.completed",
                    "verification.passed",
                    "incident.resolved");

    private final Report report;
    private final Collection<LabSystem> systems;

    private LatencyReport(Report report, Collection<LabSystem> systems) {
        this.report = report;
        this.systems = systems;
    }

    static void write(
            Report report,
            Collection<LabSystem> systems,
            Collection<OtherSystem> others,
            Pusher pusher) {
        var table = new LatencyReport(report, systems);
        report.line("%s", Report.head());
        table.goals();
        table.chain();
        report.row("a sample confirmed by the detector", Percentiles.of(pusher.answered()));
        table.beside(others);
        table.losses(pusher);
    }

    private void goals() {
        Percentiles trigger =
                row("last bad sample -> trigger.raised", _ -> true, Round::fromLastBadSample);
        row(
                "  pushed, no for",
                s -> !s.pack().scraped() && s.pack().holdSeconds() == 0,
                Round::fromLastBadSample);
        row("  pushed, for 1s", s -> s.pack().holdSeconds() > 0, Round::fromLastBadSample);
        row("  scraped", s -> s.pack().scraped(), Round::fromLastBadSample);
        Percentiles step =
                row(
                        "trigger.raised -> first step.started",
                        _ -> true,
                        r -> r.between(RAISED, "step.started"));
        report.row(
                "  the same, first incident after the start",
                first(r -> r.between(RAISED, "step.started")));
        report.row("  sample to trigger, first after the start", first(Round::fromLastBadSample));
        verdict("p99 last bad sample -> trigger.raised", trigger.at(99), TO_TRIGGER);
        verdict("p99 trigger.raised -> first step", step.at(99), TO_STEP);
    }

    private void verdict(String name, double millis, double goal) {
        boolean reached = millis <= goal;
        report.line(
                "%s: %.0f ms, goal %.0f ms: %s",
                name, millis, goal, reached ? "reached" : "MISSED");
        report.fact(name + " reached", reached);
    }

    /// Each hop as a reader of the topics sees it.
    private void chain() {
        for (int i = 1; i < CHAIN.size(); i++) {
            String from = CHAIN.get(i - 1);
            String to = CHAIN.get(i);
            row("  %s -> %s".formatted(from, to), _ -> true, r -> r.between(from, to));
        }
    }

    private void beside(Collection<OtherSystem> others) {
        if (others.isEmpty()) {
            return;
        }
        Percentiles pushed =
                row(
                        "turned bad -> trigger.raised, pushed",
                        s -> !s.pack().scraped(),
                        Round::fromBreak);
        Percentiles scraped =
                row(
                        "turned bad -> trigger.raised, scraped 1 s",
                        s -> s.pack().scraped(),
                        Round::fromBreak);
        Percentiles other =
                Percentiles.of(others.stream().flatMap(o -> o.told().stream()).toList());
        report.row("turned bad -> Alertmanager's webhook", other);
        ratios("pushed", other, pushed);
        ratios("scraped 1 s", other, scraped);
        int missed = others.stream().mapToInt(OtherSystem::missed).sum();
        if (missed > 0) {
            report.line("Alertmanager did not tell of %d within 20 s", missed);
        }
    }

    private void ratios(String how, Percentiles other, Percentiles ours) {
        report.line(
                "Prometheus + Alertmanager / Holdfast %s: p50 %.1f, p90 %.1f, p99 %.1f times",
                how,
                other.at(50) / ours.at(50),
                other.at(90) / ours.at(90),
                other.at(99) / ours.at(99));
        report.fact(
                "ratio " + how,
                List.of(
                        other.at(50) / ours.at(50),
                        other.at(90) / ours.at(90),
                        other.at(99) / ours.at(99)));
    }

    /// What is missing is no measurement, and must be told.
    private void losses(Pusher pusher) {
        long rounds = counted(_ -> true, _ -> OptionalDouble.of(1)).size();
        long seen = counted(_ -> true, r -> r.between(RAISED, "step.started")).size();
        long resolved = counted(_ -> true, r -> r.between(RAISED, "incident.resolved")).size();
        int late = systems.stream().mapToInt(LabSystem::late).sum();
        report.line(
                "%d incidents, %d with a step, %d resolved; %d began late; %d pushes failed; load %s after",
                rounds, seen, resolved, late, pusher.failed(), Machine.load());
        report.fact("incidents", rounds);
        report.fact("with a step", seen);
        report.fact("resolved", resolved);
        report.fact("began late", late);
        if (seen < rounds) {
            report.incomplete("%d incidents without a step".formatted(rounds - seen));
        }
        for (LabSystem system : systems) {
            for (Round round : system.rounds()) {
                boolean stuck = round.over().getCount() > 0;
                boolean slow =
                        round.between(RAISED, "step.started").orElse(0) > 2 * TO_STEP
                                || round.fromLastBadSample().orElse(0) > 2 * TO_TRIGGER;
                if (stuck || slow) {
                    report.line(
                            "%s %s %s",
                            stuck ? "STUCK" : "slow", system.pack().system(), round.story());
                }
            }
        }
    }

    private Percentiles row(
            String name, Predicate<LabSystem> which, Function<Round, OptionalDouble> what) {
        Percentiles p = Percentiles.of(counted(which, what));
        report.row(name, p);
        return p;
    }

    private List<Double> counted(Predicate<LabSystem> which, Function<Round, OptionalDouble> what) {
        return values(which, r -> r.number() > 1, what);
    }

    private Percentiles first(Function<Round, OptionalDouble> what) {
        return Percentiles.of(values(_ -> true, r -> r.number() == 1, what));
    }

    private List<Double> values(
            Predicate<LabSystem> systemsOf,
            Predicate<Round> roundsOf,
            Function<Round, OptionalDouble> what) {
        return systems.stream()
                .filter(systemsOf)
                .flatMap(system -> system.rounds().stream())
                .filter(roundsOf)
                .map(what)
                .filter(OptionalDouble::isPresent)
                .map(OptionalDouble::getAsDouble)
                .toList();
    }
}
