package dev.holdfast.cli.command;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.cli.output.Column;
import dev.holdfast.local.Service;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.Map;

/// `holdfast import FILE`
@Command(
        name = "import",
        description = "Brings a run that was done break-glass into the audit.",
        footer = {"", "Example:", "  holdfast import break-glass-shop.jsonl"})
public final class ImportCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Place place = new Place();

    @Parameters(paramLabel = "FILE", description = "The journal that `holdfast run` has written.")
    private Path file = Path.of("");

    @Override
    public void run() {
        var out = spec.commandLine().getOut();
        JsonNode taken =
                place.services()
                        .post(
                                Service.EXECUTOR,
                                "/api/imports",
                                Map.of("journal", NamedFile.text(file)));
        out.printf(
                "%s: rollback %s, %s events%n",
                Column.at(taken, "scope"),
                Column.at(taken, "rollback"),
                Column.at(taken, "events"));
        out.flush();
    }
}
