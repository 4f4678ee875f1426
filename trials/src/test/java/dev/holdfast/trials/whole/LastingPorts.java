package dev.holdfast.trials.whole;

import dev.holdfast.local.Ports;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// Ports for what is stopped and comes back on the same one: from below those that the kernel gives to
/// outgoing connections, so that none of these takes it meanwhile.
final class LastingPorts {
    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 32_000;

    private LastingPorts() {}

    static List<Integer> free(int count) {
        List<Integer> free = new ArrayList<>();
        int next = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
        for (int tries = 0; free.size() < count && tries < HIGHEST - LOWEST; tries++) {
            if (!Ports.isTaken(next)) {
                free.add(next);
            }
            next = next + 1 < HIGHEST ? next + 1 : LOWEST;
        }
        if (free.size() < count) {
            throw new IllegalStateException(
                    "only %d of %d ports between %d and %d are free"
                            .formatted(free.size(), count, LOWEST, HIGHEST));
        }
        return free;
    }
}
