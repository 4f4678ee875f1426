package dev.holdfast.cli.drill;

import dev.holdfast.cli.drill.Score.Line;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// One drill that was held, as history keeps it: plain values, so it stays readable.
///
/// @param live whether it acted in a lab; else its steps were only planned
/// @param by who held it
/// @param people who answered
/// @param stopped why it was stopped before its end, empty when it was not
public record Held(
        String pack,
        String drill,
        String kind,
        String title,
        String id,
        Instant at,
        boolean live,
        int pace,
        String by,
        List<String> people,
        Map<String, Double> seconds,
        List<Line> lines,
        int points,
        boolean passed,
        String stopped,
        String sentence) {
    public Held {
        people = List.copyOf(people);
        seconds = Map.copyOf(seconds);
        lines = List.copyOf(lines);
    }
}
