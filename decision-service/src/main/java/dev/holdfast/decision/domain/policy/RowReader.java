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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads one row of `matrix:`.
final class RowReader {
    private static final String[] KEYS = {
        "name",
        "when",
        "severity",
        "impact",
        "action",
        "watch",
        "contain",
        "schedule",
        "targets",
        "runbook",
        "component",
        "verify",
        "watch-after",
        "group",
        "description"
    };

    private final PackManifest manifest;
    private final Vocabulary words;
    private final Map<String, Calendar> windows;

    RowReader(PackManifest manifest, Vocabulary words, Map<String, Calendar> windows) {
        this.manifest = manifest;
        this.words = words;
        this.windows = windows;
    }

    Optional<Row> row(YamlMap m) {
        m.only(KEYS);
        Action action = m.required("action").oneOf(Action.class);
        Severity severity = m.required("severity").oneOf(Severity.class);
        String name = m.text("name");
        String impact = m.text("impact");
        Duration watch = watch(m, action);
        String contain = only(m, "contain", action, Action.CONTAIN) ? m.text("contain") : null;
        Schedule schedule =
                only(m, "schedule", action, Action.SCHEDULE)
                        ? ScheduleSection.schedule(m.map("schedule"), windows)
                        : null;
        List<TimeTarget> targets = TargetsSection.targets(m);
        RunbookChoice runbook = runbook(m, action);
        String component = m.textOrNull("component");
        if (component != null) {
            component(m, component);
        }
        Duration after = m.optional("watch-after").map(YamlValue::duration).orElse(null);
        return Condition.compile(words, m.required("when"))
                .map(when ->
                        new Row(
                                name,
                                when,
                                severity,
                                impact,
                                action,
                                watch,
                                contain,
                                schedule,
                                targets,
                                runbook,
                                component,
                                m.textOrNull("verify"),
                                after,
                                group(m, action)));
    }

    private static @Nullable String group(YamlMap m, Action action) {
        if (!action.plans()) {
            m.optional("group")
                    .ifPresent(v ->
                            v.problem(
                                    "a row whose action is %s plans nothing"
                                            .formatted(action.word())));
        }
        return m.textOrNull("group");
    }

    private static Duration watch(YamlMap m, Action action) {
        return only(m, "watch", action, Action.WATCH)
                ? PolicyFile.positive(m, "watch", Duration.ofMinutes(10))
                : Duration.ZERO;
    }

    /// True if the row has to say this, since its action is `of`; nothing else may say it.
    private static boolean only(YamlMap m, String key, Action action, Action of) {
        if (action == of) {
            var _ = m.required(key);
            return true;
        }
        m.optional(key)
                .ifPresent(v ->
                        v.problem(
                                "'%s' belongs to action %s, this row's action is %s"
                                        .formatted(key, of.word(), action.word())));
        return false;
    }

    private static @Nullable RunbookChoice runbook(YamlMap m, Action action) {
        Optional<YamlValue> value =
                action.plans() ? Optional.of(m.required("runbook")) : m.optional("runbook");
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

    private void component(YamlMap m, String component) {
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
