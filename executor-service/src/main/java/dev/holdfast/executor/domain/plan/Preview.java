package dev.holdfast.executor.domain.plan;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What one action would do now, found out without changing anything.
///
/// @param does exactly what would be run, asked or written; secrets only named
/// @param dataLost what would be lost and since when; null for nothing
/// @param rests the observed state that this rests on; if it is another when ordered, it is planned
///     again
/// @param leaves the state that it would leave
/// @param expected how long it takes
/// @param unchecked what could not be found out
/// @param obstacles why it cannot work now; empty when it can
public record Preview(
        String does,
        Repeat repeat,
        Manner manner,
        @Nullable String dataLost,
        Map<String, String> rests,
        Map<String, String> leaves,
        Duration expected,
        Duration downtime,
        List<String> unchecked,
        List<String> obstacles) {
    public Preview {
        rests = Collections.unmodifiableMap(new TreeMap<>(rests));
        leaves = Collections.unmodifiableMap(new TreeMap<>(leaves));
        unchecked = List.copyOf(unchecked);
        obstacles = List.copyOf(obstacles);
    }

    public static Preview of(String does, Repeat repeat, Duration expected) {
        return waiting(does, repeat, Manner.EFFECT, expected);
    }

    public static Preview waiting(String does, Repeat repeat, Manner manner, Duration expected) {
        return new Preview(
                does,
                repeat,
                manner,
                null,
                Map.of(),
                Map.of(),
                expected,
                Duration.ZERO,
                List.of(),
                List.of());
    }

    /// Whether its target did not answer, so that nothing is known of it.
    boolean late() {
        return does.isEmpty() && obstacles.isEmpty() && !unchecked.isEmpty();
    }

    /// The same target, looked at again: what was found counts, what may be lost stays as it was agreed.
    Preview answered(Preview now) {
        return new Preview(
                now.does,
                now.repeat,
                now.manner,
                dataLost,
                now.rests,
                now.leaves,
                now.expected,
                downtime,
                now.unchecked,
                obstacles);
    }

    public Preview losing(@Nullable String what) {
        return new Preview(
                does, repeat, manner, what, rests, leaves, expected, downtime, unchecked,
                obstacles);
    }

    public Preview moving(Map<String, String> from, Map<String, String> to) {
        return new Preview(
                does, repeat, manner, dataLost, from, to, expected, downtime, unchecked, obstacles);
    }

    public Preview down(Duration time) {
        return new Preview(
                does, repeat, manner, dataLost, rests, leaves, expected, time, unchecked,
                obstacles);
    }

    public Preview unchecked(List<String> what) {
        return new Preview(
                does, repeat, manner, dataLost, rests, leaves, expected, downtime, what, obstacles);
    }

    public Preview hindered(List<String> by) {
        return new Preview(
                does, repeat, manner, dataLost, rests, leaves, expected, downtime, unchecked, by);
    }
}
