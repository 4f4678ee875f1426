package dev.holdfast.trials.simulation;

import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Runs many seeds, as many side by side as there are processors, and says how they went:
/// `holdfast trial simulate`.
public final class Simulate {
    private static final int SHOWN = 5;
    private static final int TELL = 10;
    private static final long NANOS = 1_000_000_000L;

    private Simulate() {}

    /// @param args `--seeds N`, `--seed S` (the first one), `--mutant NAME`
    public static void main(String[] args) {
        if (has(args, "--mutants")) {
            System.exit(
                    Mutants.all(System.out, List.of(args).subList(1, args.length)).isEmpty()
                            ? 0
                            : 1);
        }
        long first = number(args, "--seed", 1);
        long seeds = number(args, "--seeds", args.length > 0 && has(args, "--seed") ? 1 : 1000);
        Mutant mutant = has(args, "--mutant") ? Mutant.valueOf(value(args, "--mutant")) : null;
        System.exit(run(first, seeds, mutant, System.out) ? 0 : 1);
    }

    /// True when everything held in every run.
    static boolean run(
            long first,
            long seeds,
            @org.jspecify.annotations.Nullable Mutant mutant,
            PrintStream out) {
        long start = System.nanoTime();
        long told = start;
        Tally sum = Tally.NONE;
        List<Runs.Ran> broken = new ArrayList<>();
        int abreast = Runtime.getRuntime().availableProcessors();
        try (ExecutorService threads = Executors.newFixedThreadPool(abreast)) {
            ArrayDeque<Future<Runs.Ran>> ahead = new ArrayDeque<>();
            long next = first;
            for (long done = 1; done <= seeds; done++) {
                while (next < first + seeds && ahead.size() < 2 * abreast) {
                    long seed = next++;
                    ahead.add(threads.submit(() -> Runs.of(seed, mutant)));
                }
                Runs.Ran ran = ended(ahead.remove());
                sum = sum.plus(ran.tally());
                if (seeds == 1) {
                    out.printf("fingerprint %016x%n", ran.fingerprint());
                }
                if (!ran.held()) {
                    broken.add(ran);
                    if (broken.size() <= SHOWN) {
                        tell(ran, out);
                    }
                }
                if (System.nanoTime() - told > TELL * NANOS) {
                    told = System.nanoTime();
                    progress(out, done, seeds, sum, broken.size(), start);
                }
            }
        }
        progress(out, seeds, seeds, sum, broken.size(), start);
        out.println(sum);
        return broken.isEmpty();
    }

    static <T> T ended(Future<T> run) {
        try {
            return run.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static void tell(Runs.Ran ran, PrintStream out) {
        out.printf("seed %d breaks '%s'%n  %s%n", ran.seed(), ran.promise(), ran.what());
        ran.notes().forEach(n -> out.println("    " + n));
    }

    private static void progress(
            PrintStream out, long done, long seeds, Tally sum, int broken, long start) {
        double seconds = (System.nanoTime() - start) / (double) NANOS;
        out.printf(
                "%d of %d seeds, %.1f simulated hours in %.1f s (%.1f hours a second), %d broken%n",
                done, seeds, sum.hours(), seconds, sum.hours() / seconds, broken);
    }

    private static boolean has(String[] args, String name) {
        return List.of(args).contains(name);
    }

    private static String value(String[] args, String name) {
        return args[List.of(args).indexOf(name) + 1];
    }

    private static long number(String[] args, String name, long otherwise) {
        return has(args, name) ? Long.parseLong(value(args, name)) : otherwise;
    }
}
