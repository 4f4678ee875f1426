package dev.holdfast.decision.domain.policy;

import dev.holdfast.backbone.events.Severity;

import java.time.Instant;
import java.util.List;

/// A time in which nothing is rolled back, save for some severities.
///
/// @param from included
/// @param to not included
public record Freeze(String name, Instant from, Instant to, List<Severity> except) {
    public Freeze {
        except = List.copyOf(except);
    }

    public boolean covers(Instant now, Severity severity) {
        return !now.isBefore(from) && now.isBefore(to) && !except.contains(severity);
    }
}
