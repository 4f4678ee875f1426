package dev.holdfast.cli.command;

import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;
import dev.holdfast.detector.domain.promql.Dialect;
import dev.holdfast.detector.io.recorded.RuleTestRun;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/// `holdfast test FILE…`
@Command(
        name = "test",
        description =
                "Runs promtool unit-test files of alerting rules, unchanged, and tests of decisions; the file's form says which it is.",
        footer = {
            "",
            "Prints what `promtool test rules` prints; exit code 0 when all pass, 1 otherwise.",
            "Needs no house: the rules run in this process, on the detector's own engine.",
            "",
            "Example:",
            "  holdfast test deploy/packs/shop/tests/triggers.test.yml",
            "  holdfast test deploy/packs/shop/tests/decisions.yml"
        })
public final class TestCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Unit-test files.")
    private List<Path> files = List.of();

    @Option(
            names = "--dialect",
            paramLabel = "DIALECT",
            description = "promql-3 (default) or promql-2: closed ranges, as Prometheus 2.")
    private String dialect = "promql-3";

    @Option(
            names = "--run",
            paramLabel = "REGEX",
            description = "Only the tests whose name matches.")
    private Pattern run = Pattern.compile("");

    @Override
    public Integer call() {
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new Failure(Exit.USAGE, "path '%s' does not exist".formatted(file));
            }
        }
        var out = spec.commandLine().getOut();
        List<Path> decisions = files.stream().filter(DecisionTestRun::recognises).toList();
        long wrong = decisions.stream().filter(f -> !DecisionTestRun.run(f, out)).count();
        List<Path> rules = files.stream().filter(f -> !decisions.contains(f)).toList();
        if (rules.isEmpty()) {
            return wrong == 0 ? Exit.DONE : Exit.FAILED;
        }
        var tests =
                new RuleTestRun(
                        dialect(dialect),
                        name -> run.matcher(name).find(),
                        spec.commandLine().getOut(),
                        spec.commandLine().getErr());
        return tests.run(rules) && wrong == 0 ? Exit.DONE : Exit.FAILED;
    }

    static Dialect dialect(String name) {
        return switch (name) {
            case "promql-3", "3" -> Dialect.PROMQL_3;
            case "promql-2", "2" -> Dialect.PROMQL_2;
            default ->
                    throw new Failure(
                            Exit.USAGE,
                            "--dialect is promql-3 or promql-2, got '%s'".formatted(name));
        };
    }
}
