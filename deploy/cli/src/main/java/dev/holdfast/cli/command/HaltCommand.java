package dev.holdfast.cli.command;

import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;
import dev.holdfast.local.Service;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.Map;

/// `holdfast halt on|off|show`
@Command(
        name = "halt",
        description = "The kill switch: while it is on, no step of any rollback begins.",
        footer = {
            "",
            "It asks the executor itself and needs no other service.",
            "",
            "Examples:",
            "  holdfast halt on -r 'we look first'            everything",
            "  holdfast halt on --reach shop/production -r …  one system/environment",
            "  holdfast halt off -r 'understood'",
            "  holdfast halt                                  how it stands"
        })
public final class HaltCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Place place = new Place();
    @Mixin private Output output = new Output();

    @Parameters(
            arity = "0..1",
            paramLabel = "on|off",
            description = "Left out: show how it stands.")
    private String turn = "show";

    @Option(
            names = "--reach",
            paramLabel = "SYSTEM/ENVIRONMENT",
            description = "Default: * (everything).")
    private String reach = "*";

    @Option(
            names = {"-r", "--reason"},
            paramLabel = "TEXT",
            description = "Why; needed for on and off.")
    private String reason = "";

    @Override
    public void run() {
        var services = place.services();
        if (turn.equals("show")) {
            output.printer().raw(services.get(Service.EXECUTOR, "/api/halt"));
            return;
        }
        if (!turn.equals("on") && !turn.equals("off")) {
            throw new Failure(Exit.USAGE, "halt %s: say on or off".formatted(turn));
        }
        if (reason.isBlank()) {
            throw new Failure(Exit.USAGE, "halt %s needs a reason: -r '…'".formatted(turn));
        }
        var _ =
                services.post(
                        Service.EXECUTOR,
                        "/api/halt",
                        Map.of("on", turn.equals("on"), "reach", reach, "reason", reason));
        var out = spec.commandLine().getOut();
        out.printf("Kill switch %s for %s.%n", turn.equals("on") ? "ON" : "off", reach);
        out.flush();
    }
}
