package dev.holdfast.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.util.ArrayList;
import java.util.List;

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
        return Program.of("trials", MAIN).run(arguments);
    }
}
