package dev.holdfast.cli.command;

import dev.holdfast.cli.output.Format;
import dev.holdfast.cli.output.Printer;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The option `-o` of every command that shows something.
public final class Output {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "table, wide, json or yaml (default: table).")
    private Format format = Format.TABLE;

    Printer printer() {
        return new Printer(command.commandLine().getOut(), format);
    }
}
