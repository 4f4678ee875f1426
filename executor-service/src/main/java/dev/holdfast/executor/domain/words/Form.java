package dev.holdfast.executor.domain.words;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// An argument as it stands in the runbook, with its holes.
public record Form(List<Template> items, Map<String, Template> table) {
    public Form {
        items = List.copyOf(items);
        table = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(table));
    }

    public Stream<Template> all() {
        return Stream.concat(items.stream(), table.values().stream());
    }

    public Value fill(Bindings bindings, Consumer<String> problems) {
        Map<String, Words> filled = new LinkedHashMap<>();
        table.forEach((k, t) -> filled.put(k, t.fill(bindings, problems)));
        return new Value(items.stream().map(t -> t.fill(bindings, problems)).toList(), filled);
    }
}
