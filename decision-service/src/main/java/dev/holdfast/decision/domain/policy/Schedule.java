package dev.holdfast.decision.domain.policy;

import dev.holdfast.backbone.pack.Durations;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/// When a row's rollback is to be done, if it is still needed then.
///
/// @param after so long from now; null when another member says it
/// @param hours the next of these hours; null when another member says it
/// @param nextDeployment with the next deployment
/// @param atLatest when a deployment that does not come is no longer waited for
public record Schedule(
        @Nullable Duration after,
        @Nullable Calendar hours,
        boolean nextDeployment,
        Duration atLatest) {

    public Instant next(Instant now) {
        if (after != null) {
            return now.plus(after);
        }
        return hours != null ? hours.next(now) : now.plus(atLatest);
    }

    /// For people: `in 2h`, `from 22:00 Europe/Berlin`, `with the next deployment`.
    public String words() {
        if (after != null) {
            return "in " + Durations.show(after);
        }
        return hours != null
                ? "from %s %s".formatted(hours.from(), hours.zone())
                : "with the next deployment";
    }
}
