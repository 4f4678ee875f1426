package dev.holdfast.verifier.domain.stage;

import dev.holdfast.backbone.events.Verdict;

import java.time.Duration;
import java.time.Instant;

/// A row of equal findings without interruption. It is measured from the first answer to the last
/// question, so it is never longer than what was really seen.
///
/// @param since when the first answer was there
/// @param asked when the last one was asked
/// @param seen when the last answer was there, by its own time: one that lay waiting is not fresh
public record Streak(Verdict verdict, Instant since, Instant asked, Instant seen) {
    static Streak of(Reading reading) {
        return new Streak(
                reading.finding().verdict(), reading.answered(), reading.asked(), seen(reading));
    }

    private static Instant seen(Reading reading) {
        Instant seen = reading.asked().plus(reading.took());
        return seen.isBefore(reading.answered()) ? seen : reading.answered();
    }

    /// Another verdict begins anew, and so does too long a time unseen: after a restart the hold
    /// goes on only if the break was short.
    Streak then(Reading reading, Duration gap) {
        boolean unseen = seen.plus(gap).isBefore(reading.asked());
        return unseen || reading.finding().verdict() != verdict
                ? of(reading)
                : new Streak(verdict, since, reading.asked(), seen(reading));
    }

    /// How long it has lasted, as far as it was seen.
    public Duration lasted() {
        Duration seen = Duration.between(since, asked);
        return seen.isNegative() ? Duration.ZERO : seen;
    }
}
