package dev.holdfast.cli.drill;

import com.fasterxml.jackson.core.JsonProcessingException;

import dev.holdfast.backbone.drill.Phase;
import dev.holdfast.cli.drill.Score.Line;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Drills as Markdown, JSON and JUnit XML.
public final class Report {
    private Report() {}

    /// Scenarios by systems, then one line a drill, then each that failed with its differences.
    public static String markdown(List<Held> all) {
        var out = new StringBuilder(scenarios(all)).append('\n');
        out.append(
                "| pack | drill | kind | score | detect | decide | approve | roll back | verify | in all | pace |\n");
        out.append("|---|---|---|---|---|---|---|---|---|---|---|\n");
        for (Held h : all) {
            out.append(
                    "| %s | %s | %s | %s%d | %s | %s | %s | %s | %s | %s | %d |\n"
                            .formatted(
                                    h.pack(),
                                    h.drill(),
                                    h.kind(),
                                    h.passed() ? "" : "**failed** ",
                                    h.points(),
                                    cell(h, Phase.DETECT),
                                    cell(h, Phase.DECIDE),
                                    cell(h, Phase.APPROVE),
                                    cell(h, Phase.ROLL_BACK),
                                    cell(h, Phase.VERIFY),
                                    cell(h, Phase.IN_ALL),
                                    h.pace()));
        }
        all.stream().filter(h -> !h.passed()).forEach(h -> out.append(differences(h)));
        return out.toString();
    }

    /// A row for each kind, a column for each pack: its drills, each with its time in all.
    private static String scenarios(List<Held> all) {
        List<String> packs = all.stream().map(Held::pack).distinct().sorted().toList();
        var out = new StringBuilder("| | %s |\n".formatted(String.join(" | ", packs)));
        out.append("|---".repeat(packs.size() + 1)).append("|\n");
        for (String kind : all.stream().map(Held::kind).distinct().sorted().toList()) {
            out.append("| ").append(kind);
            for (String pack : packs) {
                String held =
                        all.stream()
                                .filter(h -> h.kind().equals(kind) && h.pack().equals(pack))
                                .map(Report::brief)
                                .collect(Collectors.joining(", "));
                out.append(" | ").append(held.isEmpty() ? "-" : held);
            }
            out.append(" |\n");
        }
        return out.toString();
    }

    private static String brief(Held h) {
        Double inAll = h.seconds().get(Phase.IN_ALL.name());
        String time = inAll == null ? "" : String.format(Locale.ROOT, " %.0f s", inAll);
        return h.drill() + time + (h.passed() ? "" : " **failed**");
    }

    private static String differences(Held h) {
        return "\n%s / %s (%s)%s\n\n```\n%s\n```\n"
                .formatted(
                        h.pack(),
                        h.drill(),
                        h.id(),
                        h.stopped().isEmpty() ? "" : ", stopped: " + h.stopped(),
                        h.lines().stream().map(Line::toString).collect(Collectors.joining("\n")));
    }

    /// Measured time, and the target of the same phase as its line says it.
    private static String cell(Held h, Phase phase) {
        Double seconds = h.seconds().get(phase.name());
        String target =
                h.lines().stream()
                        .filter(l -> l.what().equals(phase.title()))
                        .map(l -> " / " + l.expected())
                        .findFirst()
                        .orElse("");
        return seconds == null ? "-" : String.format(Locale.ROOT, "%.1f s%s", seconds, target);
    }

    public static String json(List<Held> all) {
        try {
            return History.json().writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was held is plain values", e);
        }
    }

    /// One test suite a pack, one test case a line of the score.
    public static String junit(List<Held> all) {
        var out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
        for (Held h : all) {
            long failures = h.lines().stream().filter(l -> !l.right()).count();
            out.append(
                    "  <testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" timestamp=\"%s\">\n"
                            .formatted(
                                    escaped(h.pack() + "." + h.drill()),
                                    h.lines().size(),
                                    failures,
                                    h.at()));
            for (Line line : h.lines()) {
                out.append("    <testcase name=\"%s\"".formatted(escaped(line.what())));
                out.append(
                        line.right()
                                ? "/>\n"
                                : "><failure message=\"%s\"/></testcase>\n"
                                        .formatted(escaped(line.toString())));
            }
            out.append("  </testsuite>\n");
        }
        return out.append("</testsuites>\n").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
