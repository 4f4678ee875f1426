package dev.holdfast.trials.measure;

import dev.holdfast.backbone.json.Json;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What came out: lines for people, the same as JSON, with the machine it was measured on.
final class Report {
    private final Map<String, Object> facts = new LinkedHashMap<>();
    private final List<String> lines = new ArrayList<>();
    private boolean complete = true;

    Report(String what) {
        facts.put("measured", what);
        facts.put("at", Instant.now().toString());
        facts.put("machine", Machine.facts());
        lines.add("%s on %s".formatted(what, Machine.sentence()));
    }

    @SuppressWarnings("AnnotateFormatMethod") // its annotation would be the only use of a library
    void line(String format, Object... values) {
        lines.add(format.formatted(values));
    }

    void fact(String name, Object value) {
        facts.put(name, value);
    }

    /// Marks the run as one whose figures do not tell the whole.
    void incomplete(String why) {
        complete = false;
        lines.add("NOT COMPLETE: " + why);
        facts.put("incomplete", why);
    }

    boolean complete() {
        return complete;
    }

    static String head() {
        return "%-44s %6s %9s %9s %9s %9s"
                .formatted("milliseconds", "count", "p50", "p90", "p99", "largest");
    }

    /// One row of percentiles, and the same as a fact.
    void row(String name, Percentiles p) {
        line(
                "%-44s %6d %9.1f %9.1f %9.1f %9.1f",
                name, p.count(), p.at(50), p.at(90), p.at(99), p.largest());
        Map<String, Object> fact = new LinkedHashMap<>();
        fact.put("count", p.count());
        fact.put("p50", p.at(50));
        fact.put("p90", p.at(90));
        fact.put("p99", p.at(99));
        fact.put("largest", p.largest());
        facts.put(name, fact);
    }

    void print(PrintStream out) {
        lines.forEach(out::println);
    }

    void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(facts));
    }
}
