package dev.holdfast.cli.command;

import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.Problem;
import dev.holdfast.cli.Exit;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/// `holdfast check DIR`
@Command(
        name = "check",
        description =
                "Is this pack, or this rule file, right? Every problem at once, each with file:line:column.",
        footer = {
            "",
            "Exit code 0 when nothing is wrong, 1 otherwise.",
            "",
            "Example:",
            "  holdfast check deploy/packs/shop",
            "  holdfast check alerts.rules.yml"
        })
public final class CheckCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private PackOptions options = new PackOptions();

    @Parameters(paramLabel = "DIR", description = "The pack's folder, or a rule file.")
    private Path folder = Path.of(".");

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        if (Files.isRegularFile(folder)) {
            return RuleFileCheck.print(folder, out) ? Exit.DONE : Exit.FAILED;
        }
        PackFiles pack = options.read(folder);
        List<Problem> problems = PackCheck.problems(pack);
        problems.forEach(problem -> out.println(folder.resolve(problem.toString())));
        PackCheck.advice(pack).forEach(a -> out.println("advice: " + folder.resolve(a.toString())));
        if (problems.isEmpty()) {
            out.printf(
                    "%s: %d files, nothing wrong, digest %s%n",
                    pack.name(), pack.files().size(), pack.digest().substring(0, 12));
        }
        out.flush();
        return problems.isEmpty() ? Exit.DONE : Exit.FAILED;
    }
}
