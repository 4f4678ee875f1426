package dev.holdfast.cli.command;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.cli.output.Column;
import dev.holdfast.local.Service;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `holdfast release list SYSTEM/ENVIRONMENT`, `holdfast release held …`
@Command(
        name = "release",
        description = "The ledger of releases, and declaring one good.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ReleaseCommand.Ledger.class, ReleaseCommand.Held.class})
public final class ReleaseCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /// `holdfast release list`
    @Command(name = "list", description = "Which releases were deployed, which held, which failed.")
    public static final class Ledger implements Runnable {
        private static final List<Column> COLUMNS =
                List.of(
                        Column.of("COMPONENT", "release.component"),
                        Column.of("VERSION", "release.version"),
                        Column.of("STATUS", n -> Column.at(n, "status").toLowerCase(Locale.ROOT)),
                        Column.of("SINCE", "since"),
                        Column.wide("DEPLOYED", "deployedAt"),
                        Column.wide("BY", "by"),
                        Column.wide("COMMIT", "commit"),
                        Column.wide("CHANGES", "changes"));

        @Mixin private Place place = new Place();
        @Mixin private Output output = new Output();

        @Parameters(
                paramLabel = "SYSTEM/ENVIRONMENT",
                description = "The environment is production by default.")
        private String scope = "";

        @Override
        public void run() {
            String[] where = Place.scope(scope);
            JsonNode found =
                    place.services()
                            .get(
                                    Service.DECISION,
                                    "/api/systems/%s/%s/releases".formatted(where[0], where[1]));
            output.printer()
                    .list(
                            found.isArray() ? found : found.path("releases"),
                            COLUMNS,
                            "No release is known.");
        }
    }

    /// `holdfast release held`
    @Command(
            name = "held",
            description = "Declares a release good enough to go back to.",
            footer = {
                "",
                "Example:",
                "  holdfast release held shop/production backend 1.4.1 -r 'runs since March'"
            })
    public static final class Held implements Runnable {
        @Spec private CommandSpec spec = CommandSpec.create();
        @Mixin private Place place = new Place();

        @Parameters(
                index = "0",
                paramLabel = "SYSTEM/ENVIRONMENT",
                description = "The environment is production by default.")
        private String scope = "";

        @Parameters(
                index = "1",
                paramLabel = "COMPONENT",
                description = "Which part of the system.")
        private String component = "";

        @Parameters(index = "2", paramLabel = "VERSION", description = "Which release of it.")
        private String version = "";

        @Option(
                names = {"-r", "--reason"},
                paramLabel = "TEXT",
                required = true,
                description = "Why; it is kept in the audit.")
        private String reason = "";

        @Override
        public void run() {
            String[] where = Place.scope(scope);
            place.services()
                    .post(
                            Service.DECISION,
                            "/api/systems/%s/%s/releases/held".formatted(where[0], where[1]),
                            Map.of("component", component, "version", version, "reason", reason));
            var out = spec.commandLine().getOut();
            out.printf("%s %s of %s/%s has held.%n", component, version, where[0], where[1]);
            out.flush();
        }
    }
}
