package dev.holdfast.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/// How much memory is free on this machine, and whether the house fits.
final class Memory {
    /// Broker 220 MB, database 100 MB, five services at up to 220 MB.
    static final long NEEDED_MEGABYTES = 1_400;

    private Memory() {}

    static void refuseWhenShort() {
        OptionalLong available = availableMegabytes();
        if (available.isPresent() && available.getAsLong() < NEEDED_MEGABYTES) {
            throw new LocalException(
                    "The house needs about %d MB of memory, %d MB are available."
                                    .formatted(NEEDED_MEGABYTES, available.getAsLong())
                            + " Nothing was started; close something and try again.");
        }
    }

    /// Empty where /proc does not tell.
    static OptionalLong availableMegabytes() {
        try (var lines = Files.lines(Path.of("/proc/meminfo"))) {
            return lines.filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
