package dev.holdfast.cli.drill;

import dev.holdfast.backbone.pack.Durations;

import java.time.Duration;
import java.util.Locale;

/// Durations as reports show them.
final class Times {
    private static final double THOUSAND = 1_000;

    private Times() {}

    /// To a tenth of a second: `4.7 s`.
    static String show(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / THOUSAND);
    }

    /// The team's target, and the lab's where that is another: `2m (20s in the lab)`.
    static String bothWays(Duration target, Duration inLab) {
        return target.equals(inLab)
                ? Durations.show(target)
                : "%s (%s in the lab)".formatted(Durations.show(target), Durations.show(inLab));
    }
}
