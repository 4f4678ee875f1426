package dev.holdfast.executor.io;

import dev.holdfast.backbone.events.EventId;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.runbook.Allowed;
import dev.holdfast.executor.domain.words.Value;
import dev.holdfast.executor.domain.words.Words;
import dev.holdfast.executor.flow.Call;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Arguments and effects for tests of actions.
public final class Calls {
    private Calls() {}

    /// @param with texts, lists of texts, or maps of texts, by argument
    public static Call call(Allowed allowed, Map<String, Object> with) {
        return call(allowed, with, Map.of());
    }

    public static Call call(Allowed allowed, Map<String, Object> with, Map<String, String> rests) {
        Map<String, Value> values = new LinkedHashMap<>();
        with.forEach((name, v) -> values.put(name, value(v)));
        return new Call(
                Scope.of("shop", "production"),
                "0a1b2c3d-0000-8000-8000-000000000001",
                "step",
                "backend",
                values,
                allowed,
                rests,
                Map.of(),
                Map.of());
    }

    private static Value value(Object v) {
        return switch (v) {
            case List<?> l ->
                    new Value(l.stream().map(i -> Words.of(i.toString())).toList(), Map.of());
            case Map<?, ?> m -> {
                Map<String, Words> table = new LinkedHashMap<>();
                m.forEach((k, e) -> table.put(k.toString(), Words.of(e.toString())));
                yield new Value(List.of(), table);
            }
            default -> Value.text(v.toString());
        };
    }

    public static Effect effect(String name) {
        return effect(name, Duration.ofSeconds(20));
    }

    public static Effect effect(String name, Duration timeout) {
        return new Effect(EventId.of("test", name), 7, 1, timeout);
    }
}
