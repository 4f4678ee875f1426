package dev.holdfast.detector.domain.template;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// The values that a template works with, in Java: `Double`, `Long`, `Boolean`, `String`, `Instant`, `Duration` and
/// those below. Nothing else ever flows.
final class GoValues {

    /// Go's `nil`, and what is not there.
    enum Nothing {
        NIL,
        /// No value came through a pipe; never a value itself.
        MISSING
    }

    /// `map[string]string`, sorted by key.
    record Texts(Map<String, String> map) {}

    /// `map[string]interface {}`, sorted by key.
    record Things(Map<String, Object> map) {}

    /// The answer of `query`.
    record Samples(List<Sample> list) {}

    /// One element of it.
    record Sample(Texts labels, double value) {}

    /// What `.` is at first.
    record Data(Texts labels, Texts externalLabels, String externalUrl, double value) {}

    private GoValues() {}

    static String type(Object value) {
        return switch (value) {
            case Nothing _ -> "<nil>";
            case Double _ -> "float64";
            case Long _ -> "int";
            case Boolean _ -> "bool";
            case String _ -> "string";
            case Texts _ -> "map[string]string";
            case Things _ -> "map[string]interface {}";
            case Samples _ -> "template.queryResult";
            case Sample _ -> "*template.sample";
            case Instant _ -> "*time.Time";
            case Duration _ -> "*time.Duration";
            default ->
                    "struct { Labels map[string]string; ExternalLabels map[string]string;"
                            + " ExternalURL string; Value float64 }";
        };
    }

    static boolean truth(Object value) {
        return switch (value) {
            case Nothing _ -> false;
            case Double d -> d != 0;
            case Long l -> l != 0;
            case Boolean b -> b;
            case String s -> !s.isEmpty();
            case Texts texts -> !texts.map().isEmpty();
            case Things things -> !things.map().isEmpty();
            case Samples samples -> !samples.list().isEmpty();
            default -> true;
        };
    }

    /// The value as a number, as Prometheus' `humanize` functions take it.
    static double number(Object value) {
        return switch (value) {
            case Double d -> d;
            case Long l -> l;
            case String s -> Numbers.parsed(s);
            case Duration d -> d.toNanos() / 1e9;
            default -> throw new Failure("can't convert %s to float".formatted(type(value)));
        };
    }
}
