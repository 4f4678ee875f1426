package dev.holdfast.executor.domain.runbook;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One step of a runbook.
///
/// @param ways the first is the usual one, the others are tried in order when it fails
/// @param timeout for one attempt
/// @param traits what else is said of it
public record Step(
        String name,
        List<Way> ways,
        @Nullable Condition when,
        java.time.Duration timeout,
        Retry retry,
        StepTraits traits) {
    public Step {
        ways = List.copyOf(ways);
    }
}
