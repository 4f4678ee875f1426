package dev.holdfast.cli.command;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.cli.Exit;
import dev.holdfast.cli.output.Column;
import dev.holdfast.local.Service;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;

/// `holdfast ready SYSTEM/ENVIRONMENT`
@Command(
        name = "ready",
        description = "Could each runbook go back to what held, now?",
        footer = {
            "",
            "The executor looks after each deployment and once a day; --ask has it look again.",
            "Exit code 0 when all are ready, 1 otherwise.",
            "",
            "Example:",
            "  holdfast ready shop/production"
        })
public final class ReadyCommand implements Callable<Integer> {
    private static final List<Column> COLUMNS =
            List.of(
                    Column.of("RUNBOOK", "runbook"),
                    Column.of(
                            "BACK TO",
                            n -> Column.at(n, "to.component") + " " + Column.at(n, "to.version")),
                    Column.of("READY", n -> n.path("ready").asBoolean() ? "yes" : "NO"),
                    Column.of("LOOKED", "at"),
                    Column.of("REASONS", "reasons"));

    @Mixin private Place place = new Place();
    @Mixin private Output output = new Output();

    @Parameters(
            paramLabel = "SYSTEM/ENVIRONMENT",
            description = "The environment is production by default.")
    private String scope = "";

    @Option(names = "--ask", description = "Have the executor look again first.")
    private boolean ask;

    @Override
    public Integer call() {
        String[] where = Place.scope(scope);
        String path = "/api/ready/%s/%s".formatted(where[0], where[1]);
        if (ask) {
            var _ = place.services().post(Service.EXECUTOR, path, Map.of());
        }
        JsonNode runbooks = place.services().get(Service.EXECUTOR, path).path("runbooks");
        output.printer()
                .list(
                        runbooks,
                        COLUMNS,
                        "No release has held yet, so there is none to go back to.");
        boolean all =
                !runbooks.isEmpty()
                        && StreamSupport.stream(runbooks.spliterator(), false)
                                .allMatch(n -> n.path("ready").asBoolean());
        return all ? Exit.DONE : Exit.FAILED;
    }
}
