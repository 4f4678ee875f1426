package dev.holdfast.executor.domain.runbook;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The actions that a runbook may use, by name.
public record Vocabulary(Map<String, Grammar> actions) {
    public Vocabulary {
        actions = Map.copyOf(actions);
    }

    public static Vocabulary of(List<? extends Grammar> actions) {
        return new Vocabulary(
                actions.stream().collect(Collectors.toMap(Grammar::name, Function.identity())));
    }
}
