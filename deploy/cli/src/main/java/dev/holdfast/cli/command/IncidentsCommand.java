package dev.holdfast.cli.command;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.cli.output.Column;
import dev.holdfast.cli.output.Moments;
import dev.holdfast.local.Service;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// `holdfast incidents`
@Command(
        name = "incidents",
        description = "The open incidents, or all with --all, newest first.",
        footer = {
            "",
            "Examples:",
            "  holdfast incidents",
            "  holdfast incidents --all -o wide",
            "  holdfast incidents -o json | jq '.[].id'"
        })
public final class IncidentsCommand implements Runnable {
    private static final List<Column> COLUMNS =
            List.of(
                    Column.of("INCIDENT", "id"),
                    Column.of("SEV", "severity"),
                    Column.of("STATE", n -> Column.at(n, "state").toLowerCase(Locale.ROOT)),
                    Column.of("SYSTEM", "scope"),
                    Column.of(
                            "OPEN FOR",
                            n -> Moments.since(Column.at(n, "openedAt"), Instant.now())),
                    Column.wide("OPENED", "openedAt"),
                    Column.wide("DEADLINE", "deadline"),
                    Column.of("TITLE", "title"),
                    Column.wide("TRIGGERS", "triggers"),
                    Column.wide("DECISION", "sentence"));

    @Mixin private Place place = new Place();
    @Mixin private Output output = new Output();

    @Option(names = "--all", description = "Closed ones too.")
    private boolean all;

    @Option(names = "--limit", paramLabel = "N", description = "At most N (default: 50).")
    private int limit = 50;

    @Override
    public void run() {
        JsonNode found =
                place.services()
                        .get(
                                Service.DECISION,
                                "/api/incidents?state=%s&limit=%d"
                                        .formatted(all ? "all" : "open", limit));
        JsonNode list = found.isArray() ? found : found.path("incidents");
        output.printer().list(list, COLUMNS, "No open incident.");
    }

    static String first(JsonNode node, String one, String other) {
        String text = Column.at(node, one);
        return text.isEmpty() ? Column.at(node, other) : text;
    }
}
