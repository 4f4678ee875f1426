package dev.holdfast.detector.domain.ruletest;

import dev.holdfast.detector.domain.promql.Durations;
import dev.holdfast.detector.domain.promql.PromqlException;
import dev.holdfast.detector.domain.rules.RuleProblems;
import dev.holdfast.detector.domain.rules.YamlFile;
import dev.holdfast.detector.domain.ruletest.TestFile.AlertCheck;
import dev.holdfast.detector.domain.ruletest.TestFile.Case;
import dev.holdfast.detector.domain.ruletest.TestFile.ExpectedAlert;
import dev.holdfast.detector.domain.ruletest.TestFile.ExprCheck;
import dev.holdfast.detector.domain.ruletest.TestFile.Sample;
import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Reads promtool unit-test files, strictly and with all problems at once.
final class TestFileReader {

    private static final Set<String> TOP =
            Set.of(
                    "rule_files",
                    "evaluation_interval",
                    "group_eval_order",
                    "tests",
                    "fuzzy_compare",
                    "start_timestamp");
    private static final Set<String> CASE =
            Set.of(
                    "interval",
                    "input_series",
                    "name",
                    "alert_rule_test",
                    "promql_expr_test",
                    "external_labels",
                    "external_url",
                    "start_timestamp");
    private static final long MINUTE = 60_000;

    private final String name;
    private final YamlFile yaml;

    private TestFileReader(String name, String text) {
        this.name = name;
        this.yaml = new YamlFile(name, text);
    }

    /// @throws RuleProblems with everything that is wrong
    static TestFile read(String name, String text) {
        var reader = new TestFileReader(name, text);
        TestFile file = reader.file(reader.yaml.root().orElse(null));
        if (!reader.yaml.problems().isEmpty()) {
            throw new RuleProblems(reader.yaml.problems());
        }
        return file;
    }

    private TestFile file(@Nullable Node root) {
        Map<String, Node> top = yaml.fields(root, "a test file", TOP);
        long evaluation = duration(top.get("evaluation_interval"), MINUTE);
        long start = timestamp(top.get("start_timestamp"), 0);
        var cases = new ArrayList<Case>();
        for (Node node : yaml.items(top.get("tests"), "tests")) {
            cases.add(testCase(yaml.fields(node, "a test", CASE), evaluation, start));
        }
        return new TestFile(
                name,
                texts(top.get("rule_files"), "rule_files"),
                evaluation,
                texts(top.get("group_eval_order"), "group_eval_order"),
                yaml.text(top.get("fuzzy_compare"), "fuzzy_compare").equals("true"),
                cases);
    }

    private Case testCase(Map<String, Node> fields, long evaluation, long fileStart) {
        long interval = duration(fields.get("interval"), evaluation);
        long start = timestamp(fields.get("start_timestamp"), fileStart);
        var series = new ArrayList<SeriesSamples>();
        for (Node node : yaml.items(fields.get("input_series"), "input_series")) {
            Map<String, Node> one =
                    yaml.fields(node, "an input series", Set.of("series", "values"));
            try {
                series.add(
                        SeriesNotation.parse(
                                yaml.text(one.get("series"), "series"),
                                yaml.text(one.get("values"), "values"),
                                start,
                                interval));
            } catch (IllegalArgumentException | PromqlException e) {
                yaml.problem(node, String.valueOf(e.getMessage()));
            }
        }
        return new Case(
                yaml.text(fields.get("name"), "name"),
                start,
                series,
                alerts(fields.get("alert_rule_test")),
                exprs(fields.get("promql_expr_test")),
                Labels.of(map(fields.get("external_labels"))));
    }

    private List<AlertCheck> alerts(@Nullable Node node) {
        var checks = new ArrayList<AlertCheck>();
        for (Node item : yaml.items(node, "alert_rule_test")) {
            Map<String, Node> fields =
                    yaml.fields(
                            item, "an alert test", Set.of("eval_time", "alertname", "exp_alerts"));
            String alert = yaml.text(fields.get("alertname"), "alertname");
            if (alert.isEmpty()) {
                yaml.problem(
                        item,
                        "an item under alert_rule_test misses required attribute alertname at eval_time "
                                + yaml.text(fields.get("eval_time"), "eval_time"));
            }
            var expected = new ArrayList<ExpectedAlert>();
            for (Node one : yaml.items(fields.get("exp_alerts"), "exp_alerts")) {
                Map<String, Node> parts =
                        yaml.fields(
                                one, "an expected alert", Set.of("exp_labels", "exp_annotations"));
                Labels labels = Labels.of(map(parts.get("exp_labels"))).with("alertname", alert);
                expected.add(new ExpectedAlert(labels, map(parts.get("exp_annotations"))));
            }
            checks.add(new AlertCheck(duration(fields.get("eval_time"), 0), alert, expected));
        }
        return checks;
    }

    private List<ExprCheck> exprs(@Nullable Node node) {
        var checks = new ArrayList<ExprCheck>();
        for (Node item : yaml.items(node, "promql_expr_test")) {
            Map<String, Node> fields =
                    yaml.fields(
                            item, "an expression test", Set.of("expr", "eval_time", "exp_samples"));
            var expected = new ArrayList<Sample>();
            for (Node one : yaml.items(fields.get("exp_samples"), "exp_samples")) {
                sample(one, expected);
            }
            checks.add(
                    new ExprCheck(
                            yaml.text(fields.get("expr"), "expr"),
                            duration(fields.get("eval_time"), 0),
                            expected));
        }
        return checks;
    }

    private void sample(Node node, List<Sample> samples) {
        Map<String, Node> parts =
                yaml.fields(node, "an expected sample", Set.of("labels", "value", "histogram"));
        if (parts.containsKey("histogram")) {
            yaml.problem(parts.get("histogram"), "native histograms are not supported");
        }
        String value = yaml.text(parts.get("value"), "value");
        try {
            double number =
                    SeriesNotation.parse(
                                    "x", value.replaceFirst("^([-+]?)\\.(?=[iInN])", "$1"), 0, 1)
                            .values()[0];
            samples.add(
                    new Sample(
                            SeriesNotation.labels(yaml.text(parts.get("labels"), "labels")),
                            number));
        } catch (IllegalArgumentException | PromqlException | ArrayIndexOutOfBoundsException e) {
            yaml.problem(node, "labels or value of this sample cannot be read: " + e.getMessage());
        }
    }

    private Map<String, String> map(@Nullable Node node) {
        Map<String, String> map = new LinkedHashMap<>();
        yaml.fields(node, "labels", List.of())
                .forEach((key, value) -> map.put(key, yaml.text(value, key)));
        return new TreeMap<>(map);
    }

    private List<String> texts(@Nullable Node node, String what) {
        return yaml.items(node, what).stream().map(item -> yaml.text(item, what)).toList();
    }

    private long duration(@Nullable Node node, long otherwise) {
        if (node == null) {
            return otherwise;
        }
        String text = yaml.text(node, "a duration");
        var parsed = Durations.parse(text);
        if (parsed.isEmpty()) {
            yaml.problem(node, "not a valid duration string: \"" + text + "\"");
        }
        return parsed.orElse(otherwise);
    }

    private long timestamp(@Nullable Node node, long otherwise) {
        String text = yaml.text(node, "start_timestamp");
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            return text.matches("[0-9.]+")
                    ? Math.round(Double.parseDouble(text) * 1000)
                    : Instant.parse(text).toEpochMilli();
        } catch (DateTimeParseException | NumberFormatException e) {
            yaml.problem(node, "start_timestamp must be RFC 3339 or seconds, got \"" + text + "\"");
            return otherwise;
        }
    }
}
