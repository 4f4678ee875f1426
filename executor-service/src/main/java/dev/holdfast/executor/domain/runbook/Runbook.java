package dev.holdfast.executor.domain.runbook;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How one kind of rollback is done.
///
/// @param deadline for the whole run, from its first step; more than 0, at most 24 h
/// @param downtime as its author expects it; null for what the actions say
/// @param duration likewise
public record Runbook(
        String name,
        String description,
        List<Parameter> parameters,
        List<Step> steps,
        Duration deadline,
        @Nullable Duration downtime,
        @Nullable Duration duration,
        Afterwards onFailure,
        Afterwards onAbort) {
    public Runbook {
        parameters = List.copyOf(parameters);
        steps = List.copyOf(steps);
    }

    public Optional<Step> step(String step) {
        return steps.stream().filter(s -> s.name().equals(step)).findFirst();
    }
}
