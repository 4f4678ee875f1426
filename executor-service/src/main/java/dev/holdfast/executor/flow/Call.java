package dev.holdfast.executor.flow;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.pack.Durations;
import dev.holdfast.executor.domain.rollback.Mask;
import dev.holdfast.executor.domain.runbook.Allowed;
import dev.holdfast.executor.domain.words.Value;
import dev.holdfast.executor.domain.words.Words;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An action's arguments, ready to be used, with the secrets they name.
///
/// @param component whose release is gone back to
/// @param rests the state that the plan observed; empty while the plan is being made
/// @param outputs of the steps before, by `step.output`
public record Call(
        Scope scope,
        String rollback,
        String step,
        String component,
        Map<String, Value> with,
        Allowed allowed,
        Map<String, String> rests,
        Map<String, String> secrets,
        Map<String, String> outputs) {

    public boolean has(String name) {
        return with.containsKey(name);
    }

    /// Whether the argument is known already; an output of a later step is not while planning.
    public boolean known(String name) {
        Value value = with.get(name);
        return value != null && value.all().allMatch(this::known);
    }

    private boolean known(Words words) {
        return words.from(dev.holdfast.executor.domain.words.Piece.Origin.OUTPUT)
                .allMatch(outputs::containsKey);
    }

    /// The text of an argument that is required, or that the grammar has made sure of.
    public String text(String name) {
        return optional(name)
                .orElseThrow(() ->
                        new IllegalArgumentException("Argument '%s' is missing".formatted(name)));
    }

    public String text(String name, String otherwise) {
        return optional(name).orElse(otherwise);
    }

    public Optional<String> optional(String name) {
        return Optional.ofNullable(with.get(name))
                .filter(v -> !v.items().isEmpty())
                .map(v -> real(v.items().getFirst()));
    }

    public List<String> texts(String name) {
        Value value = with.get(name);
        return value == null ? List.of() : value.items().stream().map(this::real).toList();
    }

    public Map<String, String> table(String name) {
        Map<String, String> table = new LinkedHashMap<>();
        Value value = with.get(name);
        if (value != null) {
            value.table().forEach((k, w) -> table.put(k, real(w)));
        }
        return table;
    }

    public Duration duration(String name, Duration otherwise) {
        return optional(name).flatMap(Durations::parse).orElse(otherwise);
    }

    public int whole(String name, int otherwise) {
        return optional(name)
                .filter(n -> n.matches("\\d{1,9}"))
                .map(Integer::parseInt)
                .orElse(otherwise);
    }

    /// What a target said, with the secrets of this call hidden.
    public String masked(String text) {
        return Mask.of(secrets.values()).mask(text);
    }

    /// As people may see it.
    public String shown(String name) {
        Value value = with.get(name);
        return value == null || value.items().isEmpty() ? "" : value.items().getFirst().shown();
    }

    /// A list as people may see it.
    public List<String> shownAll(String name) {
        Value value = with.get(name);
        return value == null ? List.of() : value.items().stream().map(Words::shown).toList();
    }

    private String real(Words words) {
        return words.real(
                secret -> secrets.getOrDefault(secret, "${secret." + secret + "}"),
                output -> outputs.getOrDefault(output, "${steps." + output + "}"));
    }

    /// Without the values of secrets.
    @Override
    public String toString() {
        return "Call[%s, %s, %s]".formatted(scope, rollback, step);
    }
}
