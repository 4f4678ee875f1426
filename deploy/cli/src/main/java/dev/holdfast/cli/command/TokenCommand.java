package dev.holdfast.cli.command;

import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;
import dev.holdfast.local.Tokens;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.List;

/// `holdfast token`
@Command(
        name = "token",
        description = "Shows this terminal's token, or makes one for a person of the local house.",
        synopsisSubcommandLabel = "[COMMAND]",
        subcommands = TokenCommand.Add.class,
        footer = {
            "",
            "Examples:",
            "  holdfast token",
            "  holdfast token add dana --role on-call --role engineering-lead"
        })
public final class TokenCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Place place = new Place();

    @Override
    public void run() {
        var out = spec.commandLine().getOut();
        out.println(
                Tokens.ofThisTerminal(place.house())
                        .orElseThrow(() ->
                                new Failure(
                                        Exit.NOT_FOUND,
                                        "No house was ever up in %s: run `holdfast up` first."
                                                .formatted(place.house().data()))));
        out.flush();
    }

    /// `holdfast token add PERSON`
    @Command(
            name = "add",
            description = "Makes a token and prints it once; the house keeps only its SHA-256.")
    public static final class Add implements Runnable {
        @Spec private CommandSpec spec = CommandSpec.create();
        @Mixin private Place place = new Place();

        @Parameters(paramLabel = "PERSON", description = "As pack.yml names this person.")
        private String person = "";

        @Option(
                names = "--role",
                paramLabel = "ROLE",
                required = true,
                description = "What the token may do; may be given several times.")
        private List<String> roles = List.of();

        @Override
        public void run() {
            var out = spec.commandLine().getOut();
            out.println(Tokens.add(place.house(), person, roles));
            out.flush();
        }
    }
}
