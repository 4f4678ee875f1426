package dev.holdfast.detector.domain.slo;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;

/// How much of what happens may fail over a time.
///
/// @param target between 0 and 1, such as 0.999
/// @param period over which the budget lasts
/// @param slow whether burning slowly, over one and three days, is told too
record Objective(
        String service,
        String name,
        BigDecimal target,
        Duration period,
        Ratio ratio,
        Map<String, String> labels,
        boolean slow) {

    /// What fails of what happens.
    ///
    /// @param bad what fails; where `inverted`, what does not
    record Ratio(Counted bad, boolean inverted, Counted total) {

        /// The part that failed in a window such as `5m`. Where nothing good is counted any more, all
        /// of it has.
        String in(String window) {
            String all = total.in(window);
            return inverted
                    ? "1 - (%s or 0 * %s) / %s".formatted(bad.in(window), all, all)
                    : "%s / %s".formatted(bad.in(window), all);
        }
    }

    /// Something that is counted in windows.
    interface Counted {
        /// An operand of PromQL.
        String in(String window);
    }

    BigDecimal budget() {
        return BigDecimal.ONE.subtract(target);
    }
}
