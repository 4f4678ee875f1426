package dev.holdfast.cli.command;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.cli.output.Column;
import dev.holdfast.local.Service;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.List;
import java.util.stream.Collectors;

/// `holdfast groups`
@Command(
        name = "groups",
        description =
                "Systems that go back together, who leads them, and how far those are that go back now.",
        footer = {"", "Examples:", "  holdfast groups", "  holdfast groups -o json"})
public final class GroupsCommand implements Runnable {
    private static final List<Column> COLUMNS =
            List.of(
                    Column.of("GROUP", "group"),
                    Column.of("LEADER", "leader"),
                    Column.of("GO BACK", "goBack"),
                    Column.of("INCIDENT", "incident"),
                    Column.of("MEMBERS", GroupsCommand::members));

    @Mixin private Place place = new Place();
    @Mixin private Output output = new Output();

    @Override
    public void run() {
        JsonNode groups = place.services().get(Service.DECISION, "/api/groups");
        output.printer().list(groups, COLUMNS, "No pack in force declares a group.");
    }

    /// `api/production (done), shop/production (going)`; without a stage where nothing goes back.
    private static String members(JsonNode group) {
        return group.path("members")
                .valueStream()
                .map(m -> {
                    String stage = Column.at(m, "stage");
                    return Column.at(m, "scope") + (stage.isEmpty() ? "" : " (" + stage + ")");
                })
                .collect(Collectors.joining(", "));
    }
}
