package dev.holdfast.detector.domain.engine;

import dev.holdfast.detector.domain.engine.Transition.ClearReason;
import dev.holdfast.detector.domain.engine.Workshop.Policy;
import dev.holdfast.detector.domain.exact.ExactEvaluator;
import dev.holdfast.detector.domain.rules.Rule;
import dev.holdfast.detector.domain.rules.RuleGroup;
import dev.holdfast.detector.domain.rules.RulePack;
import dev.holdfast.detector.domain.window.Planner;
import dev.holdfast.detector.domain.window.SeriesStore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// All groups of one pack at work on one store. Times given to it must rise.
public final class RuleSet {

    private record Group(RuleGroup group, List<RuleRun> runs) {}

    private final RulePack pack;
    private final SeriesStore store;
    private final ExactEvaluator evaluator;
    private final Policy policy;
    private final List<Group> groups = new ArrayList<>();
    private final int generation;
    private long lastEvaluation;

    RuleSet(RulePack pack, SeriesStore store, ExactEvaluator evaluator, Policy policy) {
        this.pack = pack;
        this.store = store;
        this.evaluator = evaluator;
        this.policy = policy;
        this.generation = store.generation();
        Set<String> written = written(pack);
        Map<Long, Planner> planners = new HashMap<>();
        for (RuleGroup group : pack.groups()) {
            // Groups that look at different times must not share cursors.
            Planner planner =
                    planners.computeIfAbsent(
                            group.queryOffset(), _ -> new Planner(store, evaluator, written));
            var workshop =
                    new Workshop(store, evaluator, planner, group, pack.externalLabels(), policy);
            var runs = new ArrayList<RuleRun>();
            for (Rule rule : group.rules()) {
                runs.add(
                        switch (rule) {
                            case Rule.Alerting alerting -> new AlertRun(alerting, workshop);
                            case Rule.Recording recording -> new RecordingRun(recording, workshop);
                        });
            }
            groups.add(new Group(group, runs));
        }
    }

    /// Rules with the semantics of plain Prometheus, for rule tests.
    public static RuleSet plain(RulePack pack, SeriesStore store, ExactEvaluator evaluator) {
        return new RuleSet(pack, store, evaluator, new Policy(Long.MAX_VALUE / 4, 0, false));
    }

    private static Set<String> written(RulePack pack) {
        Set<String> names = new HashSet<>(Set.of("ALERTS", "ALERTS_FOR_STATE"));
        for (RuleGroup group : pack.groups()) {
            for (Rule rule : group.rules()) {
                if (rule instanceof Rule.Recording recording) {
                    names.add(recording.name());
                }
            }
        }
        return names;
    }

    /// Evaluates every group at `at`.
    public void evaluate(long at, List<Transition> out) {
        for (Group group : groups) {
            for (RuleRun run : group.runs()) {
                run.evaluate(at, group.group().queryOffset(), out);
            }
        }
        lastEvaluation = at;
    }

    /// When time alone changes something next, after `at`.
    long deadlineAfter(long at) {
        long deadline = Long.MAX_VALUE;
        for (Group group : groups) {
            for (RuleRun run : group.runs()) {
                deadline = Math.min(deadline, run.deadlineAfter(at));
            }
        }
        return deadline;
    }

    /// The same rules, made anew where the store has forgotten series.
    RuleSet fresh() {
        return generation == store.generation()
                ? this
                : carriedTo(pack, Long.MIN_VALUE, new ArrayList<>());
    }

    /// Other rules on the same store: what both have goes on, what ends is cleared at `at`.
    RuleSet carriedTo(RulePack next, long at, List<Transition> out) {
        var set = new RuleSet(next, store, evaluator, policy);
        Map<String, RuleRun> runs = new HashMap<>();
        set.runs().forEach(run -> runs.putIfAbsent(run.key(), run));
        for (RuleRun old : runs()) {
            RuleRun heir = runs.get(old.key());
            if (heir != null) {
                heir.writer().restore(old.writer().written());
            } else {
                old.writer().finish(at);
            }
            if (old instanceof AlertRun alerts) {
                if (heir instanceof AlertRun taking) {
                    taking.restore(alerts.alerts());
                } else {
                    alerts.drop(at, ClearReason.RULE_REMOVED, out);
                }
            }
        }
        return set;
    }

    List<RuleRun> runs() {
        return groups.stream().flatMap(group -> group.runs().stream()).toList();
    }

    public List<GroupView> views() {
        return groups.stream()
                .map(group ->
                        new GroupView(
                                group.group().name(),
                                group.group().file(),
                                group.group().interval() == 0
                                        ? null
                                        : Long.valueOf(group.group().interval()),
                                lastEvaluation,
                                views(group, lastEvaluation)))
                .toList();
    }

    private static List<GroupView.RuleView> views(Group group, long at) {
        long samples = at - group.group().queryOffset();
        return group.runs().stream().map(run -> run.view(samples)).toList();
    }
}
