package dev.holdfast.detector.io.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.holdfast.detector.domain.engine.GroupView;
import dev.holdfast.detector.domain.engine.QueryResult;
import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/// JSON exactly as Prometheus answers it, and one field more: `seesData` of an alerting rule says whether
/// all speaks without which it could not fire.
final class Answer {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Answer() {}

    static ObjectNode success(JsonNode data) {
        ObjectNode answer = JSON.objectNode();
        answer.put("status", "success");
        answer.set("data", data);
        return answer;
    }

    static ObjectNode error(String type, String message) {
        ObjectNode answer = JSON.objectNode();
        answer.put("status", "error");
        answer.put("errorType", type);
        answer.put("error", message);
        return answer;
    }

    static ObjectNode result(QueryResult result) {
        return switch (result) {
            case QueryResult.Scalar(var point) -> typed("scalar", pair(point.at(), point.value()));
            case QueryResult.Text(long at, String text) -> {
                ArrayNode pair = JSON.arrayNode();
                pair.add(seconds(at));
                pair.add(text);
                yield typed("string", pair);
            }
            case QueryResult.Vector(long at, var samples) -> {
                ArrayNode all = JSON.arrayNode();
                for (QueryResult.Sample s : samples) {
                    ObjectNode one = all.addObject();
                    one.set("metric", labels(s.labels()));
                    one.set("value", pair(at, s.value()));
                }
                yield typed("vector", all);
            }
            case QueryResult.Matrix(var series) -> {
                ArrayNode all = JSON.arrayNode();
                series.forEach(s -> all.add(series(s)));
                yield typed("matrix", all);
            }
        };
    }

    static ObjectNode labels(Labels labels) {
        return texts(labels.toMap());
    }

    static ArrayNode texts(Collection<String> texts) {
        ArrayNode all = JSON.arrayNode();
        texts.forEach(all::add);
        return all;
    }

    static ObjectNode alerts(Collection<GroupView.AlertView> alerts) {
        ObjectNode data = JSON.objectNode();
        ArrayNode all = data.putArray("alerts");
        alerts.forEach(a -> all.add(alert(a)));
        return data;
    }

    /// @param type `alert`, `record` or empty for both
    static ObjectNode rules(Collection<GroupView> groups, String type) {
        ObjectNode data = JSON.objectNode();
        ArrayNode all = data.putArray("groups");
        for (GroupView g : groups) {
            ObjectNode group = all.addObject();
            group.put("name", g.name());
            group.put("file", g.file());
            ArrayNode rules = group.putArray("rules");
            for (GroupView.RuleView r : g.rules()) {
                if (type.isEmpty() || r.kind().startsWith(type)) {
                    rules.add(rule(r, g.lastEvaluation()));
                }
            }
            Long interval = g.intervalMillis();
            group.put("interval", interval == null ? 0 : interval / 1000.0);
            group.put("limit", 0);
            group.put("evaluationTime", 0.0);
            group.put("lastEvaluation", time(g.lastEvaluation()));
        }
        return data;
    }

    private static ObjectNode rule(GroupView.RuleView r, long evaluated) {
        ObjectNode rule = JSON.objectNode();
        boolean alerting = r.kind().equals("alerting");
        if (alerting) {
            rule.put("state", r.state());
        }
        rule.put("name", r.name());
        rule.put("query", r.query());
        if (alerting) {
            rule.put("duration", r.forMillis() / 1000.0);
            rule.put("keepFiringFor", r.keepFiringForMillis() / 1000.0);
        }
        rule.set("labels", texts(r.labels()));
        if (alerting) {
            rule.set("annotations", texts(r.annotations()));
            ArrayNode alerts = rule.putArray("alerts");
            r.alerts().forEach(a -> alerts.add(alert(a)));
            rule.put("seesData", r.seesData());
        }
        rule.put("health", r.health());
        if (!r.lastError().isEmpty()) {
            rule.put("lastError", r.lastError());
        }
        rule.put("evaluationTime", 0.0);
        rule.put("lastEvaluation", time(evaluated));
        rule.put("type", r.kind());
        return rule;
    }

    private static ObjectNode alert(GroupView.AlertView a) {
        ObjectNode alert = JSON.objectNode();
        alert.set("labels", labels(a.labels()));
        alert.set("annotations", texts(a.annotations()));
        alert.put("state", a.state());
        alert.put("activeAt", time(a.activeAt()));
        alert.put("value", ApiNumber.alert(a.value()));
        return alert;
    }

    private static ObjectNode series(SeriesSamples s) {
        ObjectNode one = JSON.objectNode();
        one.set("metric", labels(s.labels()));
        ArrayNode values = one.putArray("values");
        for (int i = 0; i < s.size(); i++) {
            values.add(pair(s.times()[i], s.values()[i]));
        }
        return one;
    }

    private static ObjectNode typed(String type, ArrayNode result) {
        ObjectNode data = JSON.objectNode();
        data.put("resultType", type);
        data.set("result", result);
        return data;
    }

    private static ObjectNode texts(Map<String, String> texts) {
        ObjectNode all = JSON.objectNode();
        texts.forEach(all::put);
        return all;
    }

    private static ArrayNode pair(long at, double value) {
        ArrayNode pair = JSON.arrayNode();
        pair.add(seconds(at));
        pair.add(ApiNumber.sample(value));
        return pair;
    }

    private static BigDecimal seconds(long millis) {
        BigDecimal seconds = BigDecimal.valueOf(millis, 3).stripTrailingZeros();
        return seconds.scale() < 0 ? seconds.setScale(0) : seconds;
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(Math.max(0, millis)).toString();
    }
}
