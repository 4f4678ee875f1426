package dev.holdfast.decision.domain.policy;

import java.util.List;
import java.util.Map;

/// The runbook of a row, chosen by what the release changed: the first kind that it changed wins.
///
/// @param byChange runbooks by kind of change, in the order of the file
/// @param otherwise the runbook when none of them was changed
public record RunbookChoice(List<Map.Entry<String, String>> byChange, String otherwise) {
    public RunbookChoice {
        byChange = List.copyOf(byChange);
    }

    public String of(List<String> changes) {
        return byChange.stream()
                .filter(e -> changes.contains(e.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(otherwise);
    }
}
