package dev.holdfast.decision.domain.policy;

import dev.holdfast.backbone.events.Severity;
import dev.holdfast.backbone.pack.NearestName;
import dev.holdfast.backbone.pack.PackManifest;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.decision.domain.condition.Condition;
import dev.holdfast.decision.domain.condition.Vocabulary;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the rows of `matrix:`.
final class MatrixSection {
    private static final int MOST_ROWS = 200;

    private MatrixSection() {}

    static List<Row> rows(YamlMap file, PackManifest manifest) {
        List<YamlValue> values = file.required("matrix").list();
        if (values.isEmpty() && file.has("matrix")) {
            file.required("matrix").problem("the matrix needs at least one row");
        }
        if (values.size() > MOST_ROWS) {
            values.get(MOST_ROWS).problem("at most %d rows are read".formatted(MOST_ROWS));
        }
        List<Row> rows = new ArrayList<>();
        Set<String> names = new HashSet<>();
        String endless = null;
        for (YamlValue value : values.stream().limit(MOST_ROWS).toList()) {
            YamlMap m = value.map();
            if (endless != null) {
                value.problem(
                        "this row is never reached: row '%s' before it is always true"
                                .formatted(endless));
            }
            Optional<Row> row = row(m, manifest);
            if (!names.add(m.text("name"))) {
                m.required("name").problem("there is a row '%s' already".formatted(m.text("name")));
            }
            row.ifPresent(rows::add);
            endless = row.filter(r -> r.when().always()).map(Row::name).orElse(endless);
        }
        return List.copyOf(rows);
    }

    private static Optional<Row> row(YamlMap m, PackManifest manifest) {
        m.only(
                "name",
                "when",
                "severity",
                "impact",
                "action",
                "watch",
                "runbook",
                "component",
                "verify",
                "watch-after",
                "description");
        Action action = m.required("action").oneOf(Action.class);
        Severity severity = m.required("severity").oneOf(Severity.class);
        String name = m.text("name");
        String impact = m.text("impact");
        Duration watch = watch(m, action);
        RunbookChoice runbook = runbook(m, action);
        String component = m.textOrNull("component");
        if (component != null) {
            component(m, component, manifest);
        }
        Duration after = m.optional("watch-after").map(YamlValue::duration).orElse(null);
        return Condition.compile(Vocabulary.MATRIX, m.required("when"))
                .map(when ->
                        new Row(
                                name,
                                when,
                                severity,
                                impact,
                                action,
                                watch,
                                runbook,
                                component,
                                m.textOrNull("verify"),
                                after));
    }

    private static Duration watch(YamlMap m, Action action) {
        if (action == Action.WATCH) {
            m.required("watch");
            return PolicyFile.positive(m, "watch", Duration.ofMinutes(10));
        }
        m.optional("watch")
                .ifPresent(v ->
                        v.problem(
                                "'watch' belongs to action watch, this row's action is "
                                        + action.word()));
        return Duration.ZERO;
    }

    private static @Nullable RunbookChoice runbook(YamlMap m, Action action) {
        boolean plans = action == Action.ROLLBACK || action == Action.WATCH || action == Action.ASK;
        Optional<YamlValue> value =
                plans ? Optional.of(m.required("runbook")) : m.optional("runbook");
        if (value.isEmpty()) {
            return null;
        }
        if (!value.get().isMap()) {
            return new RunbookChoice(List.of(), value.get().text());
        }
        YamlMap choices = value.get().map();
        String otherwise = choices.text("otherwise");
        List<Map.Entry<String, String>> byChange =
                choices.textEntries().entrySet().stream()
                        .filter(e -> !e.getKey().equals("otherwise"))
                        .map(e -> Map.entry(e.getKey(), e.getValue()))
                        .toList();
        return new RunbookChoice(byChange, otherwise);
    }

    private static void component(YamlMap m, String component, PackManifest manifest) {
        Set<String> known = new HashSet<>();
        manifest.environments().values().forEach(e -> known.addAll(e.components()));
        if (!known.isEmpty() && !known.contains(component)) {
            m.required("component")
                    .problem(
                            "'%s' is no component of pack.yml%s"
                                    .formatted(component, NearestName.hint(component, known)));
        }
    }
}
