package dev.holdfast.trials.simulation;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// The one source of chance of a run: the same seed gives the same run.
final class Chance {
    private final RandomGenerator random;

    Chance(long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /// True once in `n` times on average; never for 0.
    boolean oneIn(int n) {
        return n > 0 && random.nextInt(n) == 0;
    }

    /// From 0 to `n` - 1.
    int below(int n) {
        return random.nextInt(n);
    }

    Duration millis(int least, int most) {
        return Duration.ofMillis(least + random.nextInt(most - least + 1));
    }

    Duration seconds(int least, int most) {
        return millis(least * 1000, most * 1000);
    }

    <T> T of(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /// For a part that must not disturb the others' chance.
    long seed() {
        return random.nextLong();
    }
}
