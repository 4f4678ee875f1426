package dev.holdfast.detector.domain.ruletest;

import dev.holdfast.detector.domain.engine.GroupView;
import dev.holdfast.detector.domain.engine.RuleSet;
import dev.holdfast.detector.domain.exact.Element;
import dev.holdfast.detector.domain.exact.EvaluationException;
import dev.holdfast.detector.domain.exact.ExactEvaluator;
import dev.holdfast.detector.domain.exact.Value;
import dev.holdfast.detector.domain.promql.Dialect;
import dev.holdfast.detector.domain.promql.Durations;
import dev.holdfast.detector.domain.promql.Parser;
import dev.holdfast.detector.domain.promql.PromqlException;
import dev.holdfast.detector.domain.rules.RuleFiles;
import dev.holdfast.detector.domain.rules.RuleGroup;
import dev.holdfast.detector.domain.rules.RulePack;
import dev.holdfast.detector.domain.ruletest.TestFile.AlertCheck;
import dev.holdfast.detector.domain.ruletest.TestFile.Case;
import dev.holdfast.detector.domain.ruletest.TestFile.ExpectedAlert;
import dev.holdfast.detector.domain.ruletest.TestFile.ExprCheck;
import dev.holdfast.detector.domain.ruletest.TestFile.Sample;
import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;
import dev.holdfast.detector.domain.template.GoText;
import dev.holdfast.detector.domain.window.SeriesStore;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Runs promtool unit-test files as promtool does, and words a mismatch as it does.
public final class RuleTests {

    private static final double FUZZ = 1e-9;

    private final TestFile file;
    private final List<RuleGroup> groups;
    private final Dialect dialect;
    private final List<String> failures = new ArrayList<>();

    private RuleTests(TestFile file, List<RuleGroup> groups, Dialect dialect) {
        this.file = file;
        this.groups = groups;
        this.dialect = dialect;
    }

    /// Gives rule files.
    public interface Shelf {
        /// The texts by name of what one entry of `rule_files` means: a name, or a pattern with `*`, `?`, `[ ]`.
        SortedMap<String, String> matching(String entry);
    }

    /// The failures of one test file, none where all is as expected.
    ///
    /// @param ruleFile gives the text of a rule file by the name that the test file uses
    /// @throws dev.holdfast.detector.domain.rules.RuleProblems where the test file or a rule file cannot be read
    public static List<String> run(
            String name, String text, Function<String, String> ruleFile, Dialect dialect) {
        return run(
                name,
                text,
                entry -> new TreeMap<>(Map.of(entry, ruleFile.apply(entry))),
                dialect,
                _ -> true);
    }

    /// As the other, of the tests whose name `wanted` takes.
    public static List<String> run(
            String name, String text, Shelf shelf, Dialect dialect, Predicate<String> wanted) {
        TestFile file = TestFileReader.read(name, text);
        var groups = new ArrayList<RuleGroup>();
        for (String rules : file.ruleFiles()) {
            shelf.matching(rules)
                    .forEach((found, content) ->
                            groups.addAll(RuleFiles.readOfPack(found, content).groups()));
        }
        List<String> order = file.groupOrder();
        groups.sort(
                Comparator.comparingInt(g ->
                        order.contains(g.name()) ? order.indexOf(g.name()) : Integer.MAX_VALUE));
        var tests = new RuleTests(file, groups, dialect);
        file.cases().stream().filter(test -> wanted.test(test.name())).forEach(tests::run);
        return tests.failures;
    }

    private void run(Case test) {
        var store = new SeriesStore(Integer.MAX_VALUE);
        var evaluator =
                new ExactEvaluator(
                        store,
                        dialect,
                        ExactEvaluator.LOOKBACK,
                        file.evaluationInterval(),
                        Long.MAX_VALUE);
        RuleSet rules =
                RuleSet.plain(
                        new RulePack("", dialect, groups, test.externalLabels()), store, evaluator);
        long last =
                Math.max(
                        test.alerts().stream().mapToLong(AlertCheck::at).max().orElse(0),
                        test.exprs().stream().mapToLong(ExprCheck::at).max().orElse(0));
        for (long at = 0; at <= last; at += file.evaluationInterval()) {
            load(test, store, test.start() + at);
            rules.evaluate(test.start() + at, new ArrayList<>());
            if (failed(rules, at)) {
                return;
            }
            for (AlertCheck check : test.alerts()) {
                if (check.at() >= at && check.at() < at + file.evaluationInterval()) {
                    check(test, check, rules);
                }
            }
        }
        test.exprs().forEach(check -> check(test, check, evaluator));
    }

    /// A rule that cannot be evaluated ends its test.
    private boolean failed(RuleSet rules, long at) {
        int before = failures.size();
        for (GroupView group : rules.views()) {
            for (GroupView.RuleView rule : group.rules()) {
                if (rule.health().equals("err")) {
                    failures.add(
                            "    rule: %s, time: %s, err: %s"
                                    .formatted(rule.name(), goDuration(at), rule.lastError()));
                }
            }
        }
        return failures.size() > before;
    }

    /// `1h2m3s`, as Go prints a duration.
    private static String goDuration(long millis) {
        long seconds = millis / 1_000;
        String tail = "%ds".formatted(seconds % 60);
        return seconds < 60
                ? tail
                : seconds < 3_600
                        ? "%dm%s".formatted(seconds / 60, tail)
                        : "%dh%dm%s".formatted(seconds / 3_600, seconds / 60 % 60, tail);
    }

    /// promtool shows an evaluation the samples up to its time, and expressions those up to the last evaluation.
    private void load(Case test, SeriesStore store, long until) {
        for (SeriesSamples series : test.series()) {
            for (int i = 0; i < series.size(); i++) {
                long at = series.times()[i];
                if (at <= until && at > until - file.evaluationInterval()) {
                    store.add(series.labels(), at, series.values()[i], Long.MAX_VALUE);
                }
            }
        }
    }

    private void check(Case test, AlertCheck check, RuleSet rules) {
        var got = new ArrayList<ExpectedAlert>();
        for (GroupView group : rules.views()) {
            for (GroupView.RuleView rule : group.rules()) {
                if (rule.kind().equals("alerting") && rule.name().equals(check.alertName())) {
                    rule.alerts().stream()
                            .filter(alert -> alert.state().equals("firing"))
                            .forEach(alert ->
                                    got.add(
                                            new ExpectedAlert(
                                                    alert.labels(), alert.annotations())));
                }
            }
        }
        var byText = Comparator.comparing(RuleTests::shown);
        List<String> gotTexts = got.stream().sorted(byText).map(RuleTests::shown).toList();
        List<String> expected =
                check.expected().stream().sorted(byText).map(RuleTests::shown).toList();
        if (!gotTexts.equals(expected)) {
            failures.add(
                    "%s    alertname: %s, time: %s, \n        exp:%s, \n        got:%s"
                            .formatted(
                                    nameOf(test),
                                    check.alertName(),
                                    Durations.text(check.at()),
                                    listed(expected),
                                    listed(gotTexts)));
        }
    }

    private static String nameOf(Case test) {
        return test.name().isEmpty() ? "" : "    name: " + test.name() + ",\n";
    }

    private static String shown(ExpectedAlert alert) {
        return "Labels:" + alert.labels() + "\nAnnotations:" + Labels.of(alert.annotations());
    }

    /// The name among the other labels.
    private static String printed(Labels labels) {
        return labels.toMap().entrySet().stream()
                .map(e -> e.getKey() + "=\"" + e.getValue() + "\"")
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String listed(List<String> alerts) {
        if (alerts.isEmpty()) {
            return "[]";
        }
        var text = new StringBuilder("[");
        for (int i = 0; i < alerts.size(); i++) {
            text.append(i == 0 ? "" : ",")
                    .append('\n')
                    .append(i)
                    .append(":\n  ")
                    .append(alerts.get(i).replace("\n", "\n  "));
        }
        return text.append("\n]").toString().replace("\n", "\n            ");
    }

    private void check(Case test, ExprCheck check, ExactEvaluator evaluator) {
        String where =
                "    expr: %s, time: %s,"
                        .formatted(GoText.quoted(check.expr()), Durations.text(check.at()));
        List<Sample> got = new ArrayList<>();
        try {
            switch (evaluator.at(Parser.parse(check.expr()), test.start() + check.at())) {
                case Value.Scalar(double value) -> got.add(new Sample(Labels.EMPTY, value));
                case Value.Vector(var elements) -> {
                    for (Element element : elements) {
                        got.add(new Sample(element.labels(), element.value()));
                    }
                }
                case Value.Text _, Value.Matrix _ ->
                        throw new EvaluationException("rule result is not a vector or scalar");
            }
        } catch (PromqlException | EvaluationException e) {
            failures.add(where + " err: " + e.getMessage());
            return;
        }
        var byLabels = Comparator.comparing(Sample::labels).thenComparingDouble(Sample::value);
        got.sort(byLabels);
        List<Sample> expected = check.expected().stream().sorted(byLabels).toList();
        if (!equal(got, expected)) {
            failures.add(
                    where
                            + "\n        exp: "
                            + samples(expected)
                            + "\n        got: "
                            + samples(got));
        }
    }

    private boolean equal(List<Sample> got, List<Sample> expected) {
        if (got.size() != expected.size()) {
            return false;
        }
        for (int i = 0; i < got.size(); i++) {
            double a = got.get(i).value();
            double b = expected.get(i).value();
            boolean same =
                    a == b
                            || (Double.isNaN(a) && Double.isNaN(b))
                            || (file.fuzzy()
                                    && Double.isFinite(a - b)
                                    && Math.abs(a - b)
                                            <= FUZZ * Math.max(Math.abs(a), Math.abs(b)));
            if (!same || !got.get(i).labels().equals(expected.get(i).labels())) {
                return false;
            }
        }
        return true;
    }

    private static String samples(List<Sample> samples) {
        return samples.isEmpty()
                ? "nil"
                : String.join(
                        ", ",
                        samples.stream()
                                .map(s -> printed(s.labels()) + " " + GoExponent.text(s.value()))
                                .toList());
    }
}
