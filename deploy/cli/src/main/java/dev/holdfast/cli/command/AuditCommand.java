package dev.holdfast.cli.command;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.cli.Exit;
import dev.holdfast.cli.output.Column;
import dev.holdfast.local.Service;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/// `holdfast audit verify` and `holdfast audit replay`
@Command(
        name = "audit",
        description = "Is the audit whole, and does it say what was decided?",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {AuditCommand.Verify.class, AuditCommand.Replay.class},
        footer = {
            "",
            "Examples:",
            "  holdfast audit verify",
            "  holdfast audit replay shop/production"
        })
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

    /// `holdfast audit replay SYSTEM/ENVIRONMENT`
    @Command(
            name = "replay",
            description =
                    "Works everything that is recorded of one system out again, with the versions of its pack as they were; says where something else comes out.",
            footer = {"", "Exit code 0 when all of it comes out byte for byte, 1 otherwise."})
    public static final class Replay implements Callable<Integer> {
        @Spec private CommandSpec spec = CommandSpec.create();
        @Mixin private Place place = new Place();
        @Mixin private Output output = new Output();

        @Parameters(paramLabel = "SYSTEM/ENVIRONMENT", description = "For example shop/production.")
        private String scope = "";

        @Override
        public Integer call() {
            JsonNode report =
                    place.services()
                            .read(
                                    Service.DECISION,
                                    "/api/audit/replay/" + String.join("/", Place.scope(scope)));
            boolean same = report.path("same").asBoolean();
            var printer = output.printer();
            if (!printer.forPeople()) {
                printer.raw(report);
                return same ? Exit.DONE : Exit.FAILED;
            }
            var out = spec.commandLine().getOut();
            JsonNode difference = report.path("difference");
            if (!same) {
                out.printf(
                        "entry %s was recorded as%n  %s%nand comes out as%n  %s%n",
                        Column.at(difference, "number"),
                        difference.path("recorded").asText("nothing"),
                        difference.path("replayed").asText("nothing"));
            }
            out.printf(
                    "%s events, timers and commands, %s entries: %s%n",
                    Column.at(report, "inputs"),
                    Column.at(report, "entries"),
                    same ? "the same, byte for byte" : "NOT the same");
            out.flush();
            return same ? Exit.DONE : Exit.FAILED;
        }
    }
}
