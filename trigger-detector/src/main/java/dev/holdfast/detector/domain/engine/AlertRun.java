package dev.holdfast.detector.domain.engine;

import dev.holdfast.detector.domain.engine.Transition.ClearReason;
import dev.holdfast.detector.domain.exact.EvaluationException;
import dev.holdfast.detector.domain.rules.AlertState;
import dev.holdfast.detector.domain.rules.AlertState.Sight;
import dev.holdfast.detector.domain.rules.NoData;
import dev.holdfast.detector.domain.rules.Rule;
import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.window.Node;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An alerting rule at work: evaluates, moves each alert through its states, tells what changed.
final class AlertRun implements RuleRun {

    private final Rule.Alerting rule;
    private final Workshop workshop;
    private final Node plan;
    private final Node presence;
    private final List<Node> samples;
    private final Sources sources;
    private final SeriesWriter writer;
    private final AlertTexts texts;
    private final Map<Labels, Alert> alerts = new LinkedHashMap<>();
    private RuleHealth health = RuleHealth.UNKNOWN;
    private long seriesWrittenAt = EventClock.UNSET;

    AlertRun(Rule.Alerting rule, Workshop workshop) {
        this.rule = rule;
        this.workshop = workshop;
        this.plan = workshop.plan(rule.expr());
        this.presence = workshop.plan(Presence.speaking(rule.expr()));
        this.samples =
                rule.minSamples() == 0
                        ? List.of()
                        : Presence.samples(rule.expr()).stream().map(workshop::plan).toList();
        this.sources = Sources.of(rule.expr());
        this.writer = new SeriesWriter(workshop.store());
        this.texts = new AlertTexts(rule, workshop.externalLabels(), workshop.templateQueries());
    }

    @Override
    public void evaluate(long at, long offset, List<Transition> out) {
        try {
            Workshop.evaluate(plan, at - offset);
            if (texts.changing()) {
                Workshop.makeExact(plan, at - offset);
            }
            look(at);
            boolean blind = blind(at - offset);
            raiseNoData(blind);
            checkLimit(at, out);
            move(at, offset, new Seen(blind, tooFew(at - offset)), out);
            writeSeries(at, at - offset);
            health = RuleHealth.OK;
        } catch (EvaluationException e) {
            health = RuleHealth.failed(e);
        }
    }

    /// Finds the alert of every element.
    private void look(long at) {
        alerts.values().forEach(alert -> alert.slot = -1);
        for (int i = 0; i < plan.size(); i++) {
            if (!plan.present(i)) {
                continue;
            }
            Labels labels = texts.labels(plan.labels(i), plan.value(i), at);
            Alert alert = alerts.computeIfAbsent(labels, _ -> new Alert(labels, Labels.EMPTY));
            if (alert.slot >= 0) {
                alerts.values().removeIf(each -> each.state instanceof AlertState.Inactive);
                throw new EvaluationException(
                        "vector contains metrics with the same labelset after applying alert labels");
            }
            alert.slot = i;
            alert.source = plan.labels(i);
            alert.seenAt = at;
            alert.seen = plan.value(i);
            if (!plan.inexact()) {
                alert.value = alert.seen;
            }
        }
    }

    /// True where some alert is not seen and nothing can be seen at all, and the rule cares.
    private boolean blind(long at) {
        boolean cares = workshop.policy().honourNoData() && rule.noData() != NoData.CLEAR;
        boolean unseen =
                rule.noData() == NoData.RAISE
                        || alerts.values().stream().anyMatch(alert -> alert.slot < 0);
        if (!cares || !unseen) {
            return false;
        }
        Workshop.evaluate(presence, at);
        for (int i = 0; i < presence.size(); i++) {
            if (presence.present(i)) {
                return false;
            }
        }
        return true;
    }

    /// Fewer samples than the rule asks for: nothing is raised by them, and nothing cleared.
    private boolean tooFew(long at) {
        for (Node count : samples) {
            Workshop.evaluate(count, at);
            for (int i = 0; i < count.size(); i++) {
                if (count.present(i) && count.value(i) >= rule.minSamples()) {
                    return false;
                }
            }
        }
        return rule.minSamples() > 0;
    }

    /// Too many alerts are none, as in Prometheus.
    private void checkLimit(long at, List<Transition> out) {
        int limit = workshop.group().limit();
        int count = (int) alerts.values().stream().filter(alert -> alert.slot >= 0).count();
        if (limit > 0 && count > limit) {
            drop(at, ClearReason.LIMIT_EXCEEDED, out);
            workshop.checkLimit(count, "alerts");
        }
    }

    private void raiseNoData(boolean blind) {
        Labels labels = texts.noDataLabels();
        if (blind && rule.noData() == NoData.RAISE) {
            Alert alert = alerts.computeIfAbsent(labels, _ -> new Alert(labels, Labels.EMPTY));
            alert.value = Double.NaN;
            alert.seen = Double.NaN;
        }
    }

    /// Whether an evaluation could see anything, and too little to judge.
    private record Seen(boolean blind, boolean tooFew) {}

    private Sight sight(Alert alert, Seen seen) {
        if (rule.noData() == NoData.RAISE && alert.labels.equals(texts.noDataLabels())) {
            return seen.blind() ? Sight.SEEN : Sight.GONE;
        }
        if (seen.tooFew()) {
            return Sight.NO_DATA;
        }
        return alert.slot >= 0 ? Sight.SEEN : seen.blind() ? Sight.NO_DATA : Sight.GONE;
    }

    private void move(long at, long offset, Seen seen, List<Transition> out) {
        var said = new ArrayList<Alert>();
        var raised = new ArrayList<Alert>();
        for (Iterator<Alert> all = alerts.values().iterator(); all.hasNext(); ) {
            Alert alert = all.next();
            AlertState before = alert.state;
            Sight sight = sight(alert, seen);
            alert.state = AlertState.after(before, sight, at, rule.hold(), rule.keepFiring());
            if (!before.firing() && alert.state.firing()) {
                raised.add(alert);
            } else if (alert.state.firing() && restated(alert, sight, at)) {
                said.add(alert);
            } else if (before.firing() && !alert.state.firing()) {
                out.add(
                        new Transition.Cleared(
                                texts.facts(alert, before.activeSince()),
                                at,
                                ClearReason.CONDITION_ENDED));
            }
            if (alert.state instanceof AlertState.Inactive) {
                all.remove();
            }
        }
        tell(raised, said, at, offset, out);
    }

    /// Only what is seen is said again: to say of a held alert that it is true now would have others act on old news.
    private boolean restated(Alert alert, Sight sight, long at) {
        return sight == Sight.SEEN && at - alert.saidAt >= workshop.policy().restate();
    }

    private void tell(
            List<Alert> raised, List<Alert> said, long at, long offset, List<Transition> out) {
        if (raised.isEmpty() && said.isEmpty()) {
            return;
        }
        Workshop.makeExact(plan, at - offset);
        var evidence =
                new Evidence(
                        workshop.evaluator(), workshop.store(), rule, at - offset, raised.size());
        for (Alert alert : raised) {
            say(alert, at);
            out.add(
                    new Transition.Raised(
                            texts.facts(alert, alert.state.activeSince()),
                            at,
                            evidence.of(alert.source)));
        }
        for (Alert alert : said) {
            say(alert, at);
            out.add(new Transition.Updated(texts.facts(alert, alert.state.activeSince()), at));
        }
    }

    private void say(Alert alert, long at) {
        alert.saidAt = at;
        if (alert.slot >= 0 && plan.present(alert.slot)) {
            alert.value = plan.value(alert.slot);
        }
    }

    private void writeSeries(long at, long sampleTime) {
        boolean due =
                seriesWrittenAt == EventClock.UNSET
                        || at - seriesWrittenAt >= workshop.policy().seriesEvery();
        if (!due && alerts.size() * 2 == writer.written().size()) {
            return;
        }
        seriesWrittenAt = at;
        for (Alert alert : alerts.values()) {
            writer.write(texts.alertsSeries(alert), sampleTime, 1);
            writer.write(
                    texts.forStateSeries(alert),
                    sampleTime,
                    (double) Math.floorDiv(alert.state.activeSince(), 1000));
        }
        writer.finish(sampleTime);
    }

    /// Clears everything at once.
    void drop(long at, ClearReason reason, List<Transition> out) {
        for (Alert alert : alerts.values()) {
            if (alert.state.firing()) {
                out.add(
                        new Transition.Cleared(
                                texts.facts(alert, alert.state.activeSince()), at, reason));
            }
        }
        alerts.clear();
    }

    List<Alert> alerts() {
        return List.copyOf(alerts.values());
    }

    void restore(List<Alert> saved) {
        saved.forEach(alert -> alerts.put(alert.labels, alert));
    }

    @Override
    public long deadlineAfter(long at) {
        long deadline = Long.MAX_VALUE;
        for (Alert alert : alerts.values()) {
            long moves = alert.state.deadline(rule.hold(), rule.keepFiring());
            deadline = moves > at ? Math.min(deadline, moves) : deadline;
            long says = alert.saidAt + workshop.policy().restate();
            deadline = alert.state.firing() && says > at ? Math.min(deadline, says) : deadline;
        }
        return deadline;
    }

    @Override
    public Rule rule() {
        return rule;
    }

    @Override
    public String key() {
        return "alert "
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
    public GroupView.RuleView view(long at) {
        List<GroupView.AlertView> views = alerts.values().stream().map(texts::view).toList();
        boolean firing = alerts.values().stream().anyMatch(alert -> alert.state.firing());
        String state = firing ? "firing" : alerts.isEmpty() ? "inactive" : "pending";
        return new GroupView.RuleView(
                "alerting",
                rule.name(),
                rule.text(),
                rule.hold(),
                rule.keepFiring(),
                AlertTexts.sources(rule.labels()),
                AlertTexts.sources(rule.annotations()),
                health.health(),
                health.error(),
                sources.speak(workshop.store(), at),
                state,
                views);
    }
}
