package dev.holdfast.cli.command;

import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.Problem;
import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

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
            "  holdfast check packs/shop --with ../api/pack    # whose systems go back with it",
            "  holdfast check alerts.rules.yml"
        })
public final class CheckCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private PackOptions options = new PackOptions();

    @Parameters(paramLabel = "DIR", description = "The pack's folder, or a rule file.")
    private Path folder = Path.of(".");

    @Option(
            names = "--with",
            paramLabel = "DIR",
            description =
                    "Packs of the systems in its groups; without it those that lie beside it are taken.")
    private List<Path> others = List.of();

    private List<PackFiles> beside() {
        if (!others.isEmpty()) {
            return others.stream().map(o -> PackOptions.read(o, Map.of())).toList();
        }
        Path parent = folder.toAbsolutePath().normalize().getParent();
        if (parent == null) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(parent)) {
            return all.filter(d -> Files.isRegularFile(d.resolve("pack.yml")))
                    .sorted()
                    .flatMap(this::neighbour)
                    .toList();
        } catch (IOException e) {
            throw new Failure(Exit.FAILED, "Cannot look beside %s: %s".formatted(folder, e), e);
        }
    }

    /// A neighbour that cannot be read may be none of the group; where it is one, it is missed there.
    private Stream<PackFiles> neighbour(Path other) {
        try {
            return Stream.of(PackOptions.read(other, Map.of()));
        } catch (Failure e) {
            spec.commandLine()
                    .getErr()
                    .printf("%s is left out: %s%n", other.getFileName(), e.getMessage());
            return Stream.empty();
        }
    }

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        if (Files.isRegularFile(folder)) {
            return RuleFileCheck.print(folder, out) ? Exit.DONE : Exit.FAILED;
        }
        PackFiles pack = options.read(folder);
        List<Problem> problems = PackCheck.problems(pack, this::beside);
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
