package dev.holdfast.executor.domain.runbook;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How one kind of rollback is done.
///
/// @param pace how long it may take and what it waits for
/// @param guards rules that pause the run when they are raised while it is under way
public record Runbook(
        String name,
        String description,
        List<Parameter> parameters,
        List<Step> steps,
        Pace pace,
        Afterwards onFailure,
        Afterwards onAbort,
        List<String> guards) {
    public Runbook {
        parameters = List.copyOf(parameters);
        steps = List.copyOf(steps);
        guards = List.copyOf(guards);
    }

    /// @param deadline for the whole run, from its first step; more than 0, at most 24 h
    /// @param budget past it the run is overdue, which is told; null for twice what is planned
    /// @param downtime as its author expects it; null for what the actions say
    /// @param duration likewise
    /// @param snapshot how long the first effect waits for the verifier's snapshot
    public record Pace(
            Duration deadline,
            @Nullable Duration budget,
            @Nullable Duration downtime,
            @Nullable Duration duration,
            Duration snapshot) {}

    public Optional<Step> step(String step) {
        return steps.stream().filter(s -> s.name().equals(step)).findFirst();
    }
}
