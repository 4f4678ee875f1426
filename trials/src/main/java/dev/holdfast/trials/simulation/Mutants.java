package dev.holdfast.trials.simulation;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Whether each broken variant of the house is noticed, by which promise, and after how many seeds.
public final class Mutants {
    /// Every variant is found within so many seeds.
    public static final int WITHIN = 60;

    private Mutants() {}

    /// @param seeds that were run until it was found
    public record Found(Mutant mutant, int seeds, Runs.Ran ran) {}

    /// Runs seeds from 1 until one of them breaks a promise.
    public static Optional<Found> find(Mutant mutant) {
        for (int seed = 1; seed <= WITHIN; seed++) {
            Runs.Ran ran = Runs.of(seed, mutant);
            if (!ran.held()) {
                return Optional.of(new Found(mutant, seed, ran));
            }
        }
        return Optional.empty();
    }

    /// Runs all, as many side by side as there are processors, writes one line of a Markdown table for
    /// each, and answers which were not found.
    ///
    /// @param names which; none for all
    public static List<Mutant> all(PrintStream out, List<String> names) {
        List<Mutant> missed = new ArrayList<>();
        out.println("| variant | what is wrong with it | found after seeds | by |");
        out.println("|---|---|--:|---|");
        Map<Mutant, Future<Optional<Found>>> searches = new EnumMap<>(Mutant.class);
        int abreast = Runtime.getRuntime().availableProcessors();
        try (ExecutorService threads = Executors.newFixedThreadPool(abreast)) {
            for (Mutant mutant : Mutant.values()) {
                if (names.isEmpty() || names.contains(mutant.name())) {
                    searches.put(mutant, threads.submit(() -> find(mutant)));
                }
            }
            searches.forEach((mutant, search) -> {
                Optional<Found> found = Simulate.ended(search);
                if (found.isEmpty()) {
                    missed.add(mutant);
                }
                tell(out, mutant, found);
            });
        }
        return missed;
    }

    private static void tell(PrintStream out, Mutant mutant, Optional<Found> found) {
        out.printf(
                "| `%s` | %s | %s | %s |%n",
                mutant.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                mutant.breaks(),
                found.map(f -> String.valueOf(f.seeds())).orElse("not within " + WITHIN),
                found.map(f -> f.ran().promise()).orElse(""));
        out.flush();
    }
}
