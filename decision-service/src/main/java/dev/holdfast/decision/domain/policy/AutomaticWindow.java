package dev.holdfast.decision.domain.policy;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/// After a deployment began, how long its release may be rolled back without people.
///
/// @param within from `deployment.started` on
/// @param endsWithWorkflow the signal `deployment.completed` ends it before
public record AutomaticWindow(Duration within, boolean endsWithWorkflow) {
    /// @param started when the deployment began; null while that is not known: then it is closed
    /// @param completed when its workflow was completed, if it was
    public boolean open(@Nullable Instant started, @Nullable Instant completed, Instant now) {
        boolean over = endsWithWorkflow && completed != null && !now.isBefore(completed);
        return started != null && !over && now.isBefore(started.plus(within));
    }
}
