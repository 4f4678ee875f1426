package dev.holdfast.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.holdfast.cli.Exit;
import dev.holdfast.cli.output.Column;
import dev.holdfast.local.HouseControl;
import dev.holdfast.local.HouseStatus;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `holdfast status`
@Command(
        name = "status",
        description = "How the house on this machine is: each part, its port, process and state.",
        footer = {
            "",
            "Exit code 0 when every part is ready, 3 when the house is not up, 1 otherwise."
        })
public final class StatusCommand implements Callable<Integer> {
    private static final List<Column> COLUMNS =
            List.of(
                    Column.of("PART", "name"),
                    Column.of("STATE", n -> n.path("state").asText().toLowerCase(Locale.ROOT)),
                    Column.of("PORT", "port"),
                    Column.of("PROCESS", "pid"),
                    Column.wide("READY AFTER MS", "readyMillis"),
                    Column.of("RESTARTS", "restarts"),
                    Column.of(
                            "PROBLEM",
                            n -> Column.at(n, "problem").lines().findFirst().orElse("")));

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Place place = new Place();
    @Mixin private Output output = new Output();

    @Override
    public Integer call() {
        Optional<HouseStatus> status = new HouseControl(place.house()).running();
        if (status.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "No house runs in %s. `holdfast up` starts one."
                                    .formatted(place.house().data()));
            return Exit.UNREACHABLE;
        }
        JsonNode node = JsonMapper.builder().build().valueToTree(status.get());
        var printer = output.printer();
        if (printer.forPeople()) {
            printer.list(node.path("parts"), COLUMNS, "no parts");
        } else {
            printer.raw(node);
        }
        boolean ready =
                status.get().parts().stream()
                        .allMatch(part -> part.state() == HouseStatus.State.READY);
        return ready ? Exit.DONE : Exit.FAILED;
    }
}
