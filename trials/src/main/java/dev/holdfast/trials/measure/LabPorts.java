package dev.holdfast.trials.measure;

import dev.holdfast.local.HouseSettings;
import dev.holdfast.local.Ports;
import dev.holdfast.local.Service;

import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A port base of a house beside others, below the ports that the kernel gives to clients.
final class LabPorts {
    private static final int FIRST = 21_000;
    private static final int LAST = 31_000;
    private static final int STEP = 100;

    private LabPorts() {}

    static int freeBase() {
        return IntStream.iterate(FIRST, base -> base < LAST, base -> base + STEP)
                .filter(LabPorts::isFree)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException(
                                "No port base is free from %d to %d".formatted(FIRST, LAST)));
    }

    private static boolean isFree(int base) {
        var house = new HouseSettings(Path.of("."), Path.of("."), base, false);
        return !Ports.isTaken(house.kafkaPort())
                && !Ports.isTaken(house.postgresPort())
                && Stream.of(Service.values()).noneMatch(each -> Ports.isTaken(house.port(each)));
    }
}
