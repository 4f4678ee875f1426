package dev.holdfast.cli.command;

import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `holdfast completion bash`
@Command(
        name = "completion",
        description = "Prints the shell's completion script.",
        footer = {"", "Example, in ~/.bashrc or ~/.zshrc:", "  source <(holdfast completion bash)"})
public final class CompletionCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SHELL", description = "bash or zsh (zsh reads bash's script).")
    private String shell = "";

    @Override
    public void run() {
        if (!shell.equals("bash") && !shell.equals("zsh")) {
            throw new Failure(
                    Exit.USAGE,
                    "completion for '%s' is not there: say bash or zsh".formatted(shell));
        }
        var out = spec.commandLine().getOut();
        out.print(AutoComplete.bash("holdfast", spec.root().commandLine()));
        out.flush();
    }
}
