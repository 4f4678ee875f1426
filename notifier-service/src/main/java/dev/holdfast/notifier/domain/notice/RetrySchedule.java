package dev.holdfast.notifier.domain.notice;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/// When to try again: soon at first, since a message about an incident ages in seconds, then ever
/// less often up to a day, so that a channel that was down for a night is still told.
public record RetrySchedule(List<Duration> pauses) {
    /// No channel may put us off for longer.
    static final Duration LONGEST = Duration.ofDays(1);

    private static final int SPREAD_PERCENT = 20;

    public static final RetrySchedule STANDARD =
            new RetrySchedule(
                    List.of(
                            Duration.ofSeconds(1),
                            Duration.ofSeconds(2),
                            Duration.ofSeconds(5),
                            Duration.ofSeconds(15),
                            Duration.ofSeconds(30),
                            Duration.ofMinutes(1),
                            Duration.ofMinutes(2),
                            Duration.ofMinutes(5),
                            Duration.ofMinutes(10),
                            Duration.ofMinutes(15),
                            Duration.ofMinutes(30),
                            Duration.ofHours(1),
                            Duration.ofHours(2),
                            Duration.ofHours(4),
                            Duration.ofHours(6)));

    public RetrySchedule {
        pauses = List.copyOf(pauses);
        if (pauses.isEmpty()) {
            throw new IllegalArgumentException("A retry schedule needs at least one pause");
        }
    }

    /// The pause after an attempt.
    ///
    /// @param attempt counted from 1; past the last pause that one is kept
    /// @param asked what the channel asked for: never tried earlier than that
    /// @param seed spreads notices that failed together; the same seed gets the same pause
    public Duration pause(int attempt, @Nullable Duration asked, int seed) {
        Duration base = pauses.get(Math.clamp(attempt - 1L, 0, pauses.size() - 1));
        long spread = base.toMillis() * SPREAD_PERCENT / 100;
        Duration ours = base.plusMillis(spread == 0 ? 0 : Math.floorMod(seed, spread + 1));
        Duration wanted = asked == null || asked.compareTo(ours) < 0 ? ours : asked;
        return wanted.compareTo(LONGEST) > 0 ? LONGEST : wanted;
    }
}
