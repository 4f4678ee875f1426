package dev.holdfast.notifier.domain.route;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Who is on call, in turns.
///
/// @param people in the order of their turns
/// @param from the first turn's beginning
/// @param turn how long one lasts
public record Rotation(List<OnCall> people, Instant from, Duration turn) {
    public static final Rotation NOBODY =
            new Rotation(List.of(), Instant.EPOCH, Duration.ofDays(7));

    /// @param email empty where the pack names none
    public record OnCall(String name, String email) {}

    public Rotation {
        people = List.copyOf(people);
        if (!turn.isPositive()) {
            throw new IllegalArgumentException("A turn of %s never ends".formatted(turn));
        }
    }

    /// Before the first turn the first one is already asked.
    public Optional<OnCall> at(Instant now) {
        if (people.isEmpty()) {
            return Optional.empty();
        }
        long turns = now.isBefore(from) ? 0 : Duration.between(from, now).dividedBy(turn);
        return Optional.of(people.get(Math.floorMod(turns, people.size())));
    }
}
