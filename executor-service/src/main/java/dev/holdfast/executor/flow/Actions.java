package dev.holdfast.executor.flow;

import dev.holdfast.executor.domain.runbook.Vocabulary;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Every action there is, by name.
public record Actions(Map<String, Action> byName) {
    public Actions {
        byName = Map.copyOf(byName);
    }

    /// Throws `IllegalStateException` when two share a name.
    public static Actions of(List<Action> actions) {
        return new Actions(
                actions.stream().collect(Collectors.toMap(Action::name, Function.identity())));
    }

    public Vocabulary vocabulary() {
        return Vocabulary.of(List.copyOf(byName.values()));
    }

    public Optional<Action> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
