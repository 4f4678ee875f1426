package dev.holdfast.cli.output;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Shows how a verification goes: a table that changes in place in a terminal, a line a change
/// elsewhere, nothing for machines until the end.
public final class VerificationTable implements AutoCloseable {
    private static final String RED = "\u001b[31m";
    private static final String GREEN = "\u001b[32m";
    private static final String YELLOW = "\u001b[33m";
    private static final String DIM = "\u001b[2m";
    private static final String PLAIN = "\u001b[0m";
    private static final int LEAST = 20;

    private final PrintWriter out;
    private final boolean people;
    private final boolean live;
    private final int columns;
    private final Map<String, String> seen = new HashMap<>();
    private int drawn;

    public VerificationTable(PrintWriter out, boolean people) {
        this.out = out;
        this.people = people;
        this.live = people && Terminal.is();
        this.columns = live ? Terminal.columns() : 0;
    }

    /// @param now the verification as the service gives it
    public void show(JsonNode now) {
        if (!people) {
            return;
        }
        if (live) {
            draw(now);
        } else {
            now.path("checks").forEach(this::tell);
        }
        if (!Column.at(now, "state").equals("running")) {
            out.printf(
                    "%s  %s  %s%n",
                    live ? coloured(Column.at(now, "state")) : Column.at(now, "state"),
                    Column.at(now, "stage"),
                    Column.at(now, "summary"));
        }
        out.flush();
    }

    private void draw(JsonNode now) {
        StringBuilder frame = new StringBuilder();
        if (drawn > 0) {
            frame.append("\u001b[").append(drawn).append('A');
        }
        int lines = 0;
        for (JsonNode check : now.path("checks")) {
            frame.append("\u001b[2K").append(line(check)).append('\n');
            lines++;
        }
        frame.append("\u001b[J");
        drawn = lines;
        out.print(frame);
    }

    private String line(JsonNode check) {
        String verdict = verdict(check);
        int room = Math.max(LEAST, columns - 42);
        String says = plain(Column.at(check, "finding"));
        return "  %s %-24s %s%s%s"
                .formatted(
                        coloured(verdict),
                        Column.at(check, "check")
                                + (check.path("required").asBoolean() ? "" : " (advisory)"),
                        DIM,
                        says.length() > room ? says.substring(0, room - 1) + "…" : says,
                        PLAIN);
    }

    /// What a target answered must not steer the terminal.
    private static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    private static String verdict(JsonNode check) {
        String verdict = Column.at(check, "verdict").toLowerCase(Locale.ROOT);
        return verdict.isEmpty() ? "waits" : verdict;
    }

    private static String coloured(String verdict) {
        String colour =
                switch (verdict) {
                    case "passed" -> GREEN;
                    case "failed" -> RED;
                    case "inconclusive" -> YELLOW;
                    default -> DIM;
                };
        return "%s%-12s%s".formatted(colour, verdict, PLAIN);
    }

    private void tell(JsonNode check) {
        String verdict = verdict(check);
        String name = Column.at(check, "check");
        if (!verdict.equals(seen.put(name, verdict)) && !verdict.equals("waits")) {
            out.printf("  %-12s %-24s %s%n", verdict, name, plain(Column.at(check, "finding")));
        }
    }

    @Override
    public void close() {
        out.flush();
    }
}
