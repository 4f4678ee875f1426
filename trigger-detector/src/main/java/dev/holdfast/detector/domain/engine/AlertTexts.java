package dev.holdfast.detector.domain.engine;

import dev.holdfast.detector.domain.promql.BinaryOp;
import dev.holdfast.detector.domain.promql.Expr;
import dev.holdfast.detector.domain.rules.Rule;
import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.template.Template;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The labels and texts of the alerts of one rule.
final class AlertTexts {

    private static final String ALERT_NAME = "alertname";
    private static final int MOST_CACHED = 100_000;

    private final Rule.Alerting rule;
    private final Labels externalLabels;
    private final Template.Queries queries;
    private final boolean changing;
    private final @Nullable Double threshold;
    private final Map<Labels, Labels> cached = new HashMap<>();
    private final Labels noData;

    AlertTexts(Rule.Alerting rule, Labels externalLabels, Template.Queries queries) {
        this.rule = rule;
        this.externalLabels = externalLabels;
        this.queries = queries;
        this.changing = rule.labels().values().stream().anyMatch(Template::changing);
        this.threshold = threshold(rule.expr());
        this.noData =
                expanded(Labels.EMPTY, Double.NaN, 0, (_, _) -> List.of())
                        .with("holdfast_no_data", "true");
    }

    /// Whether an alert's labels depend on its value, or on what its labels ask, and so need exact values.
    boolean changing() {
        return changing;
    }

    /// The labels of the alert that says that a rule has no data.
    Labels noDataLabels() {
        return noData;
    }

    Labels labels(Labels source, double value, long at) {
        if (changing) {
            return expanded(source, value, at, queries);
        }
        if (cached.size() > MOST_CACHED) {
            cached.clear();
        }
        return cached.computeIfAbsent(source, labels -> expanded(labels, value, at, queries));
    }

    private Labels expanded(Labels source, double value, long at, Template.Queries asking) {
        var scope = scope(source, value, at, asking);
        var map = source.withoutName().toSortedMap();
        rule.labels().forEach((name, template) -> map.put(name, template.expand(scope)));
        map.put(ALERT_NAME, rule.name());
        return Labels.of(map);
    }

    private Template.Scope scope(Labels source, double value, long at, Template.Queries asking) {
        return new Template.Scope(source.toMap(), externalLabels.toMap(), value, at, asking);
    }

    /// As of when the alert was last seen.
    private Map<String, String> annotations(Alert alert, double value) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (!rule.annotations().isEmpty()) {
            var scope = scope(alert.source, value, alert.seenAt, queries);
            rule.annotations().forEach((name, template) -> texts.put(name, template.expand(scope)));
        }
        return texts;
    }

    AlertFacts facts(Alert alert, long activeSince) {
        String id = alert.labels.with(ALERT_NAME, "").with(Labels.NAME, rule.name()).toString();
        return new AlertFacts(
                id,
                rule.name(),
                alert.labels,
                annotations(alert, alert.value),
                rule.text(),
                alert.value,
                threshold,
                activeSince);
    }

    GroupView.AlertView view(Alert alert) {
        return new GroupView.AlertView(
                alert.labels,
                annotations(alert, alert.seen),
                stateOf(alert),
                alert.state.activeSince(),
                alert.seen);
    }

    Labels alertsSeries(Alert alert) {
        return alert.labels.with(Labels.NAME, "ALERTS").with("alertstate", stateOf(alert));
    }

    Labels forStateSeries(Alert alert) {
        return alert.labels.with(Labels.NAME, "ALERTS_FOR_STATE");
    }

    private static String stateOf(Alert alert) {
        return alert.state.firing() ? "firing" : "pending";
    }

    static Map<String, String> sources(Map<String, Template> templates) {
        Map<String, String> sources = new LinkedHashMap<>();
        templates.forEach((name, template) -> sources.put(name, template.toString()));
        return sources;
    }

    /// The constant of the comparison at the top, also where `and` or `unless` stands over it.
    private static @Nullable Double threshold(Expr expr) {
        if (!(expr.bare() instanceof Expr.Binary binary)) {
            return null;
        }
        if (binary.op() == BinaryOp.AND || binary.op() == BinaryOp.UNLESS) {
            return threshold(binary.left());
        }
        if (!binary.filters()) {
            return null;
        }
        Double right = constant(binary.right());
        return right != null ? right : constant(binary.left());
    }

    private static @Nullable Double constant(Expr expr) {
        return switch (expr.bare()) {
            case Expr.NumberLiteral(int _, double value) -> value;
            case Expr.Negation(int _, Expr inner) -> {
                Double value = constant(inner);
                yield value == null ? null : Double.valueOf(-value);
            }
            case Expr.Binary b when !b.op().set() -> {
                Double left = constant(b.left());
                Double right = constant(b.right());
                yield left == null || right == null
                        ? null
                        : Double.valueOf(b.op().calculate(left, right));
            }
            default -> null;
        };
    }
}
