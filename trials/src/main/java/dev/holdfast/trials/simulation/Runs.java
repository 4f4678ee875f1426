package dev.holdfast.trials.simulation;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/// One run a seed.
public final class Runs {
    private static final Duration ACTIVE = Duration.ofMinutes(9);
    private static final Duration SETTLING = Duration.ofMinutes(6);

    private Runs() {}

    /// What came of one seed.
    ///
    /// @param fingerprint over all records in their order: the same for a replay
    /// @param promise the one that was broken, or empty
    /// @param what happened, or empty
    /// @param notes the last faults before it
    public record Ran(
            long seed,
            Tally tally,
            long fingerprint,
            String promise,
            String what,
            List<String> notes) {
        public Ran {
            notes = List.copyOf(notes);
        }

        public boolean held() {
            return promise.isEmpty();
        }
    }

    /// The product as it is.
    public static Ran of(long seed) {
        return of(seed, null);
    }

    /// The product, or a broken variant of it.
    public static Ran of(long seed, @Nullable Mutant mutant) {
        Simulation simulation = new Simulation(seed, mutant);
        try {
            Tally tally = simulation.run(ACTIVE, SETTLING);
            return new Ran(seed, tally, simulation.broker().fingerprint(), "", "", List.of());
        } catch (Broken e) {
            return new Ran(
                    seed,
                    Tally.NONE,
                    simulation.broker().fingerprint(),
                    e.promise(),
                    "%s: %s".formatted(simulation.now(), e.getMessage()),
                    simulation.notes());
        } catch (RuntimeException e) {
            StackTraceElement[] at = e.getStackTrace();
            String where = at.length == 0 ? "" : " at " + at[0];
            return new Ran(
                    seed,
                    Tally.NONE,
                    simulation.broker().fingerprint(),
                    "0 nothing throws",
                    "%s: %s%s".formatted(simulation.now(), e, where),
                    simulation.notes());
        }
    }
}
