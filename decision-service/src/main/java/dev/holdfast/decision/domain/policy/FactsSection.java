package dev.holdfast.decision.domain.policy;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;

import java.util.LinkedHashMap;
import java.util.Map;

/// Reads `facts:`, the questions that only people can answer.
final class FactsSection {
    private FactsSection() {}

    static Map<String, FactQuestion> facts(YamlMap file) {
        Map<String, FactQuestion> facts = new LinkedHashMap<>();
        file.map("facts")
                .entries()
                .forEach((name, value) -> facts.put(name, fact(file.map("facts"), name, value)));
        return facts;
    }

    /// Their types, for the conditions.
    static Map<String, CelType> types(Map<String, FactQuestion> facts) {
        Map<String, CelType> types = new LinkedHashMap<>();
        facts.forEach((name, f) ->
                types.put(
                        name,
                        switch (f.type()) {
                            case YES_NO -> SimpleType.BOOL;
                            case NUMBER -> SimpleType.DOUBLE;
                            case TEXT -> SimpleType.STRING;
                        }));
        return types;
    }

    private static FactQuestion fact(YamlMap facts, String name, YamlValue value) {
        if (!name.matches("[a-z][a-z0-9_]{0,40}")) {
            facts.key(name)
                    .problem("'%s' is no name of a fact: use a-z, 0-9 and '_'".formatted(name));
        }
        YamlMap m = value.map().only("asks", "type", "silent");
        FactQuestion.Type type =
                m.optional("type")
                        .map(t -> t.oneOf(FactQuestion.Type.class))
                        .orElse(FactQuestion.Type.YES_NO);
        String silent = m.textOrNull("silent");
        FactQuestion fact = new FactQuestion(name, m.text("asks"), type, silent);
        if (silent != null && fact.value(silent).isEmpty()) {
            m.required("silent").problem("'%s' is not %s".formatted(silent, fact.form()));
        }
        return fact;
    }
}
