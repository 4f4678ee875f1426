package dev.holdfast.cli.command;

import dev.holdfast.local.Service;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.Map;

/// `holdfast mode SYSTEM/ENVIRONMENT observe|propose|automatic`
@Command(
        name = "mode",
        description =
                "What Holdfast may do for a system: observe (decide and tell), propose (ask always), automatic.",
        footer = {
            "",
            "Example:",
            "  holdfast mode shop/production automatic -r 'two weeks of observing were right'"
        })
public final class ModeCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Place place = new Place();

    @Parameters(
            index = "0",
            paramLabel = "SYSTEM/ENVIRONMENT",
            description = "The environment is production by default.")
    private String scope = "";

    @Parameters(index = "1", paramLabel = "MODE", description = "observe, propose or automatic.")
    private String mode = "";

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
                .put(
                        Service.DECISION,
                        "/api/systems/%s/%s/mode".formatted(where[0], where[1]),
                        Map.of("mode", mode, "reason", reason));
        var out = spec.commandLine().getOut();
        out.printf("%s/%s is now in mode %s.%n", where[0], where[1], mode);
        out.flush();
    }
}
