package dev.holdfast.detector.domain.engine;

import dev.holdfast.detector.domain.exact.EvaluationException;
import dev.holdfast.detector.domain.rules.Rule;
import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.window.Node;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A recording rule at work.
final class RecordingRun implements RuleRun {

    private final Rule.Recording rule;
    private final Workshop workshop;
    private final Node plan;
    private final SeriesWriter writer;
    private final Map<Labels, Labels> named = new HashMap<>();
    private RuleHealth health = RuleHealth.UNKNOWN;

    RecordingRun(Rule.Recording rule, Workshop workshop) {
        this.rule = rule;
        this.workshop = workshop;
        this.plan = workshop.plan(rule.expr());
        this.writer = new SeriesWriter(workshop.store());
    }

    @Override
    public void evaluate(long at, long offset, List<Transition> out) {
        try {
            Workshop.evaluate(plan, at - offset);
            Workshop.makeExact(plan, at - offset);
            write(at - offset);
            health = RuleHealth.OK;
        } catch (EvaluationException e) {
            health = RuleHealth.failed(e);
        }
    }

    private void write(long at) {
        Set<Labels> seen = new HashSet<>();
        for (int i = 0; i < plan.size(); i++) {
            if (plan.present(i) && !seen.add(named(plan.labels(i)))) {
                throw new EvaluationException(
                        "vector contains metrics with the same labelset after applying rule labels");
            }
        }
        workshop.checkLimit(seen.size(), "series");
        for (int i = 0; i < plan.size(); i++) {
            if (plan.present(i)) {
                writer.write(named(plan.labels(i)), at, plan.value(i));
            }
        }
        writer.finish(at);
    }

    private Labels named(Labels labels) {
        return named.computeIfAbsent(
                labels,
                source -> {
                    var map = source.toSortedMap();
                    map.put(Labels.NAME, rule.name());
                    map.putAll(rule.labels());
                    return Labels.of(map);
                });
    }

    @Override
    public Rule rule() {
        return rule;
    }

    @Override
    public String key() {
        return "record "
                + workshop.group().name()
                + " "
                + rule.name()
                + " "
                + rule.text()
                + " "
                + rule.labels();
    }

    @Override
    public SeriesWriter writer() {
        return writer;
    }

    @Override
    public long deadlineAfter(long at) {
        return Long.MAX_VALUE;
    }

    @Override
    public GroupView.RuleView view(long at) {
        return new GroupView.RuleView(
                "recording",
                rule.name(),
                rule.text(),
                0,
                0,
                rule.labels(),
                Map.of(),
                health.health(),
                health.error(),
                true,
                "",
                List.of());
    }
}
