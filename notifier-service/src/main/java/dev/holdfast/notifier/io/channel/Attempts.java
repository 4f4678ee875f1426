package dev.holdfast.notifier.io.channel;

import dev.holdfast.notifier.domain.notice.Letter;
import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.notice.Outcome.Delivered;
import dev.holdfast.notifier.domain.notice.Outcome.Later;
import dev.holdfast.notifier.domain.notice.Outcome.Refused;
import dev.holdfast.notifier.domain.notice.Outcome.Untried;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Histogram;

import java.time.Duration;
import java.time.InstantSource;

/// Counts what becomes of attempts, and how long after the event people were told.
public final class Attempts {
    private final Counter attempts;
    private final Histogram delay;
    private final InstantSource clock;

    public Attempts(CollectorRegistry registry, InstantSource clock) {
        this.attempts =
                Counter.build(
                                "holdfast_notice_attempts_total",
                                "Attempts to tell a channel, by what became of them.")
                        .labelNames("channel", "outcome")
                        .register(registry);
        this.delay =
                Histogram.build(
                                "holdfast_notice_delay_seconds",
                                "From the event to the moment when a channel was told.")
                        .buckets(0.05, 0.1, 0.2, 0.5, 1, 2, 5, 15, 60, 300, 3600)
                        .register(registry);
        this.clock = clock;
    }

    /// @param channel `system/name`
    void made(String channel, Letter letter, Outcome outcome) {
        attempts.labels(channel, word(outcome)).inc();
        if (outcome instanceof Delivered) {
            Duration took = Duration.between(letter.happenedAt(), clock.instant());
            delay.observe(Math.max(0, took.toMillis()) / 1000.0);
        }
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case Delivered _ -> "delivered";
            case Later _ -> "later";
            case Refused _ -> "refused";
            case Untried _ -> "untried";
        };
    }
}
