package dev.holdfast.decision.domain.policy;

import dev.holdfast.backbone.events.Severity;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// A time in which nothing is rolled back, save for some severities.
///
/// @param span once; null when `hours` says it
/// @param hours again each week; null when `span` says it
public record Freeze(
        String name, @Nullable Span span, @Nullable Calendar hours, List<Severity> except) {
    /// @param from included
    /// @param to not included
    public record Span(Instant from, Instant to) {
        boolean covers(Instant now) {
            return !now.isBefore(from) && now.isBefore(to);
        }
    }

    public Freeze {
        except = List.copyOf(except);
    }

    public boolean covers(Instant now, Severity severity) {
        boolean in = span != null ? span.covers(now) : hours != null && hours.covers(now);
        return in && !except.contains(severity);
    }

    /// When the time that covers `now` ends.
    public Instant until(Instant now) {
        if (span != null) {
            return span.to();
        }
        return hours == null || !hours.covers(now) ? now : hours.until(now);
    }

    /// For people.
    public String words() {
        return span != null
                ? "from %s to %s".formatted(span.from(), span.to())
                : hours == null
                        ? ""
                        : "from %s to %s %s".formatted(hours.from(), hours.to(), hours.zone());
    }
}
