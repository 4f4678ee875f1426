package dev.holdfast.cli.command;

import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.cli.Exit;
import dev.holdfast.detector.domain.slo.OpenSlo;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/// `holdfast slo FILE`
@Command(
        name = "slo",
        description = "Prints the burn-rate rules of objectives in OpenSLO's form.",
        footer = {
            "",
            "A pack needs no copy of them: name the OpenSLO file under `rule-files` of triggers.yml. This",
            "prints all four pairs of windows, for a Prometheus or to look at.",
            "",
            "Example:",
            "  holdfast slo checkout.slo.yml > checkout.rules.yml"
        })
public final class SloCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "Objectives: openslo/v1, kind SLO.")
    private Path file = Path.of(".");

    @Override
    public Integer call() {
        var problems = new Problems();
        String rules = OpenSlo.rules(file.toString(), NamedFile.text(file), true, problems);
        var out = spec.commandLine().getOut();
        if (problems.all().isEmpty()) {
            out.print(rules);
        } else {
            problems.lines().forEach(out::println);
        }
        out.flush();
        return problems.all().isEmpty() ? Exit.DONE : Exit.FAILED;
    }
}
