package dev.holdfast.cli.command;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.cli.Exit;
import dev.holdfast.cli.output.Column;
import dev.holdfast.local.Service;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/// `holdfast audit verify`
@Command(
        name = "audit",
        description = "Is the audit whole?",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = AuditCommand.Verify.class,
        footer = {"", "Example:", "  holdfast audit verify"})
public final class AuditCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /// `holdfast audit verify`
    @Command(
            name = "verify",
            description =
                    "Reads every chain against its hashes and the signed checkpoints; says what was changed, removed, moved or cut, and where.",
            footer = {"", "Exit code 0 when it is whole, 1 otherwise."})
    public static final class Verify implements Callable<Integer> {
        @Spec private CommandSpec spec = CommandSpec.create();
        @Mixin private Place place = new Place();
        @Mixin private Output output = new Output();

        @Override
        public Integer call() {
            JsonNode report = place.services().read(Service.DECISION, "/api/audit/verify");
            boolean whole = report.path("whole").asBoolean();
            var printer = output.printer();
            if (!printer.forPeople()) {
                printer.raw(report);
                return whole ? Exit.DONE : Exit.FAILED;
            }
            var out = spec.commandLine().getOut();
            report.path("findings")
                    .forEach(f ->
                            out.printf(
                                    "%s, entry %s: %s%n",
                                    Column.at(f, "scope"),
                                    Column.at(f, "number"),
                                    Column.at(f, "what")));
            out.printf(
                    "%s entries in %s chains: %s%n",
                    Column.at(report, "entries"),
                    Column.at(report, "chains"),
                    whole ? "whole" : "NOT whole");
            out.flush();
            return whole ? Exit.DONE : Exit.FAILED;
        }
    }
}
