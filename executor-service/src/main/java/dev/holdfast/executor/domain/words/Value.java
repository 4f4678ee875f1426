package dev.holdfast.executor.domain.words;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A filled argument: one text, a list of texts, or names with texts.
///
/// @param items one for a text, any number for a list, none for a table
public record Value(List<Words> items, Map<String, Words> table) {
    public Value {
        items = List.copyOf(items);
        table = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(table));
    }

    public static Value text(String text) {
        return new Value(List.of(Words.of(text)), Map.of());
    }

    /// Everything in it.
    public Stream<Words> all() {
        return Stream.concat(items.stream(), table.values().stream());
    }

    /// As it is hashed and shown.
    public Object shown() {
        if (!table.isEmpty()) {
            Map<String, Object> out = new LinkedHashMap<>();
            table.forEach((k, v) -> out.put(k, v.shown()));
            return out;
        }
        return items.stream().map(Words::shown).toList();
    }
}
