package dev.holdfast.cli.command;

import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// `holdfast trial`: what the whole house must survive, run from its built modules.
@Command(
        name = "trial",
        synopsisSubcommandLabel = "COMMAND",
        description = "Tries the whole house: simulation under faults, and broken variants of it.")
public final class TrialCommand implements Runnable {
    private static final String MAIN = "dev.holdfast.trials.simulation.Simulate";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            name = "simulate",
            description = {
                "Runs the five services in one thread, a run a seed: crashes, lost answers, partitions,",
                "clock jumps, lying targets, absent people. What must hold is checked after every event.",
                "A seed that breaks a promise is printed, and replays exactly with --seed."
            })
    int simulate(
            @Option(
                            names = {"-n", "--seeds"},
                            defaultValue = "0",
                            description = "how many; 0: one with --seed, else 1000")
                    long seeds,
            @Option(names = "--seed", description = "the first one", defaultValue = "-1")
                    long seed) {
        List<String> arguments = new ArrayList<>();
        if (seed >= 0) {
            arguments.addAll(List.of("--seed", Long.toString(seed)));
        }
        if (seeds > 0) {
            arguments.addAll(List.of("--seeds", Long.toString(seeds)));
        }
        return child(arguments);
    }

    @Command(
            name = "mutants",
            description =
                    "Breaks the house in each known way, and says after how many seeds it is seen.")
    int mutants() {
        return child(List.of("--mutants"));
    }

    private static int child(List<String> arguments) {
        Path built = Path.of(System.getProperty("holdfast.root", "."), "trials", "target");
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(
                List.of(
                        "-XX:+UseSerialGC",
                        "-Xmx1g",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        classpath(built),
                        MAIN));
        line.addAll(arguments);
        try {
            Process child = new ProcessBuilder(line).inheritIO().start();
            Runtime.getRuntime().addShutdownHook(new Thread(child::destroy));
            return child.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("The trial could not be started: " + e.getMessage(), e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Exit.FAILED;
        }
    }

    private static String classpath(Path built) {
        try (Stream<Path> files = Files.list(built)) {
            Path jar =
                    files.filter(f ->
                                    f.getFileName()
                                            .toString()
                                            .matches("trials-.*(?<!-tests)\\.jar"))
                            .findFirst()
                            .orElseThrow(() -> missing(built));
            return jar
                    + File.pathSeparator
                    + Files.readString(built.resolve("classpath.txt")).strip();
        } catch (IOException _) {
            throw missing(built);
        }
    }

    private static Failure missing(Path built) {
        return new Failure(
                Exit.NOT_FOUND,
                "the trials are not built in %s: run `mvn -DskipTests package` there first"
                        .formatted(built));
    }
}
