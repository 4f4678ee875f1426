package dev.holdfast.cli.demo;

import dev.holdfast.cli.http.EventFeed.Event;
import dev.holdfast.cli.output.Moments;
import dev.holdfast.cli.output.Story;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// When what happened, taken from the events themselves.
final class Chronicle {
    private static final Set<String> TOLD =
            Set.of(
                    "trigger.raised",
                    "incident.opened",
                    "decision.made",
                    "plan.ready",
                    "plan.refused",
                    "approval.requested",
                    "approval.granted",
                    "rollback.ordered",
                    "order.refused",
                    "rollback.started",
                    "step.finished",
                    "step.failed",
                    "rollback.completed",
                    "rollback.failed",
                    "check.finished",
                    "verification.passed",
                    "verification.failed",
                    "verification.inconclusive",
                    "incident.withheld",
                    "incident.escalated",
                    "incident.resolved");

    private final Map<String, Instant> first = new LinkedHashMap<>();
    private final List<String> lines = new ArrayList<>();
    private Instant broken = Instant.now();

    /// The moment from which the bad release answered.
    synchronized void brokenAt(Instant at) {
        broken = at;
    }

    synchronized void add(Event event) {
        Instant at = at(event);
        first.putIfAbsent(event.type(), at);
        if (TOLD.contains(event.type())) {
            lines.add(
                    "  %s  %+7.2f s  %-22s %s"
                            .formatted(
                                    Moments.clock(at.toString()),
                                    Duration.between(broken, at).toMillis() / 1000.0,
                                    event.type(),
                                    Story.of(event)));
        }
    }

    private static Instant at(Event event) {
        return parsed(event.text("at")).or(() -> parsed(event.time())).orElseGet(Instant::now);
    }

    private static Optional<Instant> parsed(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /// Detect, decide, roll back, verify: each from the end of the one before.
    synchronized Map<String, Optional<Duration>> durations() {
        var durations = new LinkedHashMap<String, Optional<Duration>>();
        durations.put("time to detect", between(Optional.of(broken), "trigger.raised"));
        durations.put("time to decide", between("trigger.raised", "rollback.ordered"));
        durations.put("time to roll back", between("rollback.ordered", "rollback.completed"));
        durations.put("time to verify", between("rollback.completed", "verification.passed"));
        durations.put("in all", between(Optional.of(broken), "verification.passed"));
        return durations;
    }

    private Optional<Duration> between(String from, String to) {
        return between(Optional.ofNullable(first.get(from)), to);
    }

    private Optional<Duration> between(Optional<Instant> from, String to) {
        return from.flatMap(
                a -> Optional.ofNullable(first.get(to)).map(b -> Duration.between(a, b)));
    }
}
