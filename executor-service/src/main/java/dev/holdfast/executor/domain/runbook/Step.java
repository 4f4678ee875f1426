package dev.holdfast.executor.domain.runbook;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/// One step of a runbook.
///
/// @param ways the first is the usual one, the others are tried in order when it fails
/// @param timeout for one attempt
/// @param undo whether it is undone when the runbook says that failing or aborting undoes
public record Step(
        String name,
        List<Way> ways,
        @Nullable Condition when,
        Duration timeout,
        Retry retry,
        boolean undo) {
    public Step {
        ways = List.copyOf(ways);
    }
}
