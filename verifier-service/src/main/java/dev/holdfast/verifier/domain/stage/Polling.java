package dev.holdfast.verifier.domain.stage;

import java.time.Duration;

/// How often a check is asked: every `every` while it passes; while it does not, the pauses grow by
/// `backoff` up to `slowest`.
public record Polling(Duration every, double backoff, Duration slowest) {
    /// Nothing unseen may lie between two answers of one hold for longer than this.
    private static final Duration LEAST_GAP = Duration.ofSeconds(2);

    public Polling {
        if (every.toMillis() < 1 || backoff < 1 || slowest.compareTo(every) < 0) {
            throw new IllegalArgumentException(
                    "Polling every %s, times %s, at most %s makes no sense"
                            .formatted(every, backoff, slowest));
        }
    }

    Duration after(Duration pause) {
        Duration grown = Duration.ofMillis(Math.round(pause.toMillis() * backoff));
        return grown.compareTo(slowest) > 0 ? slowest : grown;
    }

    /// The longest time without an answer that still counts as without interruption.
    public Duration gap() {
        Duration thrice = every.multipliedBy(3);
        Duration least = every.plus(LEAST_GAP);
        return thrice.compareTo(least) > 0 ? thrice : least;
    }
}
