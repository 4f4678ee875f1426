package dev.holdfast.executor.domain.runbook;

import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.executor.domain.words.Bindings;
import dev.holdfast.executor.domain.words.Form;
import dev.holdfast.executor.domain.words.Template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads an action with its arguments against what the action says it takes.
record WayReader(Vocabulary vocabulary, Bindings known) {
    Way way(YamlMap m) {
        YamlValue action = m.required("action");
        Grammar grammar = vocabulary.actions().get(action.text());
        if (grammar == null) {
            if (!action.text().isEmpty()) {
                action.problem(
                        "there is no action '%s'%s"
                                .formatted(
                                        action.text(),
                                        RunbookFile.hint(
                                                action.text(), vocabulary.actions().keySet())));
            }
            return new Way(action.text(), Map.of());
        }
        return new Way(grammar.name(), with(m, grammar));
    }

    private Map<String, Form> with(YamlMap m, Grammar grammar) {
        YamlMap given = m.map("with");
        YamlValue place = m.has("with") ? given.self() : m.required("action");
        given.only(grammar.arguments().stream().map(ArgumentForm::name).toArray(String[]::new));
        Map<String, Form> with = new LinkedHashMap<>();
        for (ArgumentForm form : grammar.arguments()) {
            given.optional(form.name()).ifPresent(v -> with.put(form.name(), read(form, v)));
            if (form.required() && given.optional(form.name()).isEmpty()) {
                place.problem("%s needs '%s'".formatted(grammar.name(), form.name()));
            }
        }
        grammar.wrong(with)
                .forEach((name, problem) -> given.optional(name).orElse(place).problem(problem));
        return with;
    }

    private Form read(ArgumentForm form, YamlValue v) {
        return switch (form.type()) {
            case TEXTS ->
                    new Form(v.list().stream().map(i -> template(form, i)).toList(), Map.of());
            case TABLE -> {
                Map<String, Template> table = new LinkedHashMap<>();
                v.map().entries().forEach((k, e) -> table.put(k, template(form, e)));
                yield new Form(List.of(), table);
            }
            case TEXT, PATH, URL, SQL, DURATION, WHOLE, FLAG ->
                    new Form(List.of(template(form, v)), Map.of());
        };
    }

    private Template template(ArgumentForm form, YamlValue v) {
        Template t = new Template(v.text());
        RunbookFile.checkHoles(v, t, known);
        if (t.plain()) {
            form.type().wrong(t.text()).ifPresent(v::problem);
            if (!form.oneOf().isEmpty() && !form.oneOf().contains(t.text())) {
                v.problem(
                        "'%s' is none of %s%s"
                                .formatted(
                                        t.text(),
                                        String.join(", ", form.oneOf()),
                                        RunbookFile.hint(t.text(), form.oneOf())));
            }
        }
        return t;
    }
}
