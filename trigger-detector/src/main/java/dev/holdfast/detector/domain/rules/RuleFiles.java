package dev.holdfast.detector.domain.rules;

import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.detector.domain.promql.Durations;
import dev.holdfast.detector.domain.promql.Expr;
import dev.holdfast.detector.domain.promql.Function;
import dev.holdfast.detector.domain.promql.Parser;
import dev.holdfast.detector.domain.promql.PromqlException;
import dev.holdfast.detector.domain.promql.ValueType;
import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.Nearest;
import dev.holdfast.detector.domain.slo.OpenSlo;
import dev.holdfast.detector.domain.template.Template;
import dev.holdfast.detector.domain.template.TemplateException;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads files in Prometheus' rule format, completely or with all their problems.
public final class RuleFiles {

    /// The file of a pack that may hold keys of ours beside Prometheus' own.
    private static final String PACK_FILE = "triggers.yml";

    private static final Set<String> PACK_KEYS =
            Set.of("dialect", "every", "retention", "rule-files");
    private static final Set<String> TOP = Set.of("groups");
    private static final Set<String> GROUP =
            Set.of(
                    "name",
                    "interval",
                    "limit",
                    "query_offset",
                    "labels",
                    "rules",
                    "partial_response_strategy");
    private static final Set<String> RULE =
            Set.of(
                    "alert",
                    "record",
                    "expr",
                    "for",
                    "keep_firing_for",
                    "labels",
                    "annotations",
                    "no_data",
                    "min_samples");
    private static final String METRIC = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*";

    private final String name;
    private final YamlFile yaml;
    private final Set<String> otherKeys;
    private final List<Problem> remarks = new ArrayList<>();

    private RuleFiles(String name, String text, Set<String> otherKeys) {
        this.name = name;
        this.yaml = new YamlFile(name, text);
        this.otherKeys = otherKeys;
    }

    /// @throws RuleProblems with everything that is wrong
    public static RuleFile read(String name, String text) {
        return read(name, text, Set.of());
    }

    /// As [#read(String, String)]; `triggers.yml` of a pack may say more, which its reader looks at.
    /// Objectives in OpenSLO's form become the rules that watch their budgets.
    public static RuleFile readOfPack(String name, String text) {
        if (OpenSlo.is(text)) {
            Problems problems = new Problems();
            String rules = OpenSlo.rules(name, text, false, problems);
            if (!problems.all().isEmpty()) {
                throw new RuleProblems(
                        problems.all().stream()
                                .map(p -> new Problem(p.file(), p.line(), p.column(), p.message()))
                                .toList());
            }
            return read(name, rules);
        }
        boolean ours = name.substring(name.lastIndexOf('/') + 1).equals(PACK_FILE);
        return read(name, text, ours ? PACK_KEYS : Set.of());
    }

    /// As [#read(String, String)], for a file with other keys at its top that somebody else reads.
    private static RuleFile read(String name, String text, Set<String> otherKeys) {
        var reader = new RuleFiles(name, text, otherKeys);
        List<RuleGroup> groups = reader.groups(reader.yaml.root().orElse(null));
        if (!reader.yaml.problems().isEmpty()) {
            throw new RuleProblems(reader.yaml.problems());
        }
        return new RuleFile(name, groups, List.copyOf(reader.remarks));
    }

    private List<RuleGroup> groups(@Nullable Node root) {
        var groups = new ArrayList<RuleGroup>();
        Set<String> names = new HashSet<>();
        Set<String> top = new HashSet<>(TOP);
        top.addAll(otherKeys);
        for (Node node :
                yaml.items(yaml.fields(root, "a rule file", top).get("groups"), "groups")) {
            Map<String, Node> fields = yaml.fields(node, "a group", GROUP);
            String group = yaml.text(fields.get("name"), "name");
            if (group.isEmpty()) {
                yaml.problem(node, "a group needs a name");
            } else if (!names.add(group)) {
                yaml.problem(
                        fields.get("name"),
                        "groupname: \"" + group + "\" is repeated in the same file");
            }
            remarkInterval(fields.get("interval"));
            Map<String, String> common = labels(fields.get("labels"));
            var rules = new ArrayList<Rule>();
            for (Node rule : yaml.items(fields.get("rules"), "rules")) {
                rule(rule, common).ifPresent(rules::add);
            }
            groups.add(
                    new RuleGroup(
                            name,
                            group,
                            duration(fields.get("interval"), "interval"),
                            number(fields.get("limit"), "limit"),
                            duration(fields.get("query_offset"), "query_offset"),
                            List.copyOf(rules)));
        }
        return List.copyOf(groups);
    }

    private void remarkInterval(@Nullable Node interval) {
        if (interval != null) {
            remarks.add(
                    new Problem(
                            name,
                            YamlFile.line(interval),
                            YamlFile.column(interval),
                            "interval serves tests only: rules are evaluated as samples arrive"));
        }
    }

    private Optional<Rule> rule(Node node, Map<String, String> common) {
        Map<String, Node> fields = yaml.fields(node, "a rule", RULE);
        Node alert = fields.get("alert");
        Node record = fields.get("record");
        if ((alert == null) == (record == null)) {
            yaml.problem(node, "a rule needs either alert or record");
        }
        Node exprNode = fields.get("expr");
        if (exprNode == null) {
            yaml.problem(node, "a rule needs expr");
            return Optional.empty();
        }
        Optional<Expr> expr = expr(exprNode);
        String text = yaml.text(exprNode, "expr").strip();
        Map<String, String> labels = new LinkedHashMap<>(common);
        labels.putAll(labels(fields.get("labels")));
        if (record != null) {
            return recording(fields, record, expr, text, labels);
        }
        String alertName = yaml.text(alert, "alert");
        if (alert != null && alertName.isEmpty()) {
            yaml.problem(alert, "alert must not be empty");
        }
        Map<String, Template> labelTemplates =
                templates(alertName, labels, fields.get("labels"), "labels");
        Map<String, Template> annotations =
                templates(
                        alertName,
                        labels(fields.get("annotations")),
                        fields.get("annotations"),
                        "annotations");
        long hold = duration(fields.get("for"), "for");
        long keep = duration(fields.get("keep_firing_for"), "keep_firing_for");
        NoData noData = noData(fields.get("no_data"));
        int minSamples = number(fields.get("min_samples"), "min_samples");
        return expr.map(e ->
                new Rule.Alerting(
                        alertName,
                        text,
                        e,
                        hold,
                        keep,
                        labelTemplates,
                        annotations,
                        noData,
                        minSamples));
    }

    private Optional<Rule> recording(
            Map<String, Node> fields,
            Node record,
            Optional<Expr> expr,
            String text,
            Map<String, String> labels) {
        String metric = yaml.text(record, "record");
        if (!metric.matches(METRIC)) {
            yaml.problem(record, "invalid recording rule name: \"" + metric + "\"");
        }
        for (String key :
                List.of("for", "keep_firing_for", "annotations", "no_data", "min_samples")) {
            if (fields.containsKey(key)) {
                yaml.problem(fields.get(key), "invalid field '" + key + "' in recording rule");
            }
        }
        return expr.map(e -> new Rule.Recording(metric, text, e, Map.copyOf(labels)));
    }

    private Optional<Expr> expr(Node node) {
        try {
            Expr expr = Parser.parse(yaml.text(node, "expr"));
            if (expr.type() != ValueType.VECTOR && expr.type() != ValueType.SCALAR) {
                yaml.problem(
                        node,
                        "a rule needs an instant vector or scalar, but expr is a "
                                + expr.type().words);
            }
            if (ours(expr)) {
                remarks.add(
                        new Problem(
                                name,
                                YamlFile.line(node),
                                YamlFile.column(node),
                                "mann_whitney() is Holdfast's own: a Prometheus refuses this rule"));
            }
            return Optional.of(expr);
        } catch (PromqlException e) {
            yaml.problemInside(node, e.line(), e.column(), e.problem());
            return Optional.empty();
        }
    }

    private static boolean ours(Expr expr) {
        return (expr instanceof Expr.Call call && call.function() == Function.MANN_WHITNEY)
                || expr.children().stream().anyMatch(RuleFiles::ours);
    }

    private Map<String, String> labels(@Nullable Node node) {
        Map<String, String> labels = new LinkedHashMap<>();
        yaml.fields(node, "labels", List.of())
                .forEach((label, value) -> {
                    if (!label.matches(LABEL) || label.equals(Labels.NAME)) {
                        yaml.problem(value, "invalid label name: \"" + label + "\"");
                    }
                    labels.put(label, yaml.text(value, label));
                });
        return labels;
    }

    private Map<String, Template> templates(
            String alert, Map<String, String> texts, @Nullable Node node, String what) {
        Map<String, Node> nodes =
                node == null ? Map.of() : new YamlFile(name, "").fields(node, what, List.of());
        Map<String, Template> templates = new LinkedHashMap<>();
        texts.forEach((label, text) -> {
            try {
                templates.put(label, Template.parse(alert, text));
            } catch (TemplateException e) {
                String before = text.substring(0, Math.min(e.offset(), text.length()));
                int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
                Node at = nodes.get(label);
                if (at != null) {
                    yaml.problemInside(
                            at,
                            line,
                            before.length() - before.lastIndexOf('\n'),
                            String.valueOf(e.getMessage()));
                }
            }
        });
        return templates;
    }

    private long duration(@Nullable Node node, String what) {
        if (node == null) {
            return 0;
        }
        String text = yaml.text(node, what);
        var parsed = Durations.parse(text);
        if (parsed.isEmpty()) {
            yaml.problem(
                    node, "not a valid duration string: \"" + text + "\"; write it as 5m or 1h30m");
        }
        return parsed.orElse(0);
    }

    private int number(@Nullable Node node, String what) {
        String text = yaml.text(node, what);
        if (!text.matches("\\d{0,9}")) {
            yaml.problem(node, what + " must be a whole number, got \"" + text + "\"");
            return 0;
        }
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    private NoData noData(@Nullable Node node) {
        if (node == null) {
            return NoData.HOLD;
        }
        String text = yaml.text(node, "no_data").toLowerCase(Locale.ROOT);
        for (NoData policy : NoData.values()) {
            if (policy.text().equals(text)) {
                return policy;
            }
        }
        List<String> known = Arrays.stream(NoData.values()).map(NoData::text).toList();
        yaml.problem(
                node,
                "no_data must be one of "
                        + known
                        + ", got \""
                        + text
                        + "\""
                        + Nearest.hint(text, known));
        return NoData.HOLD;
    }
}
