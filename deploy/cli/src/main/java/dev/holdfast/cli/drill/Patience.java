package dev.holdfast.cli.drill;

import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waits for a condition, looking ten times a second.
final class Patience {
    private static final long LOOK_MILLIS = 100;

    private Patience() {}

    static boolean until(Duration most, BooleanSupplier condition) {
        long deadline = System.nanoTime() + most.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline || !pause()) {
                return false;
            }
        }
        return true;
    }

    static void require(String what, Duration most, BooleanSupplier condition) {
        if (!until(most, condition)) {
            throw new Failure(Exit.FAILED, "Not within %d s: %s".formatted(most.toSeconds(), what));
        }
    }

    /// False when it was interrupted.
    static boolean pause() {
        try {
            Thread.sleep(LOOK_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
