package dev.holdfast.verifier.domain.check;

import java.math.BigDecimal;
import java.util.Optional;

/// A limit for one value: a constant, or what was measured before.
public record Bound(Relation relation, Limit limit) {
    /// Where the limit comes from.
    public sealed interface Limit {}

    /// @param text may hold variables
    public record Constant(String text) implements Limit {}

    /// @param tolerance as a part of the value before, 0.01 for one per cent
    /// @param times the limit is the value before so many times
    /// @param baseline compared with the last release that held, whatever is verified; else with
    ///     what was there before the rollback, and without a rollback with the baseline
    public record Snapshotted(String name, double tolerance, double times, boolean baseline)
            implements Limit {}

    /// @param origin where the number is from, for the sentence
    public record Measured(String number, String origin, double tolerance) implements Limit {}

    /// Judges a measured value. Numbers are compared exactly, as decimals; what is no number can only
    /// be equal or not. No value before: inconclusive, since there is nothing to compare with.
    ///
    /// @param what the name of the value, for the sentence
    public Finding judge(String what, String measured, Given given) {
        return switch (limit) {
            case Constant(String text) -> judge(what, measured, given.text(text), "", 0);
            case Snapshotted s -> compared(what, measured, s, given);
            case Measured(String number, String origin, double tolerance) ->
                    judge(what, measured, number, " (" + origin + ")", tolerance);
        };
    }

    private Finding compared(String what, String measured, Snapshotted s, Given given) {
        String before = (s.baseline ? given.baseline() : given.snapshot()).get(s.name);
        if (before == null) {
            return Finding.inconclusive(
                    "%s is %s, but no value '%s' was measured %s to compare with"
                            .formatted(
                                    what,
                                    measured,
                                    s.name,
                                    s.baseline ? "of the release that held" : "before"));
        }
        String origin = " (%s %s)".formatted(s.name, s.baseline ? "of the baseline" : "before");
        if (s.times == 1) {
            return judge(what, measured, before, origin, s.tolerance);
        }
        Optional<BigDecimal> number = number(before);
        return number.isEmpty()
                ? Finding.inconclusive("'%s'%s is no number".formatted(before, origin))
                : judge(
                        what,
                        measured,
                        number.get()
                                .multiply(BigDecimal.valueOf(s.times))
                                .stripTrailingZeros()
                                .toPlainString(),
                        " (%s times %s%s)".formatted(plain(s.times), before, origin),
                        s.tolerance);
    }

    private Finding judge(
            String what, String measured, String limit, String origin, double tolerance) {
        Optional<BigDecimal> value = number(measured);
        Optional<BigDecimal> edge = number(limit);
        String sentence =
                "%s is %s, must %s %s%s%s"
                        .formatted(what, measured, relation.must(), limit, origin, give(tolerance));
        if (value.isPresent() && edge.isPresent()) {
            boolean holds = within(value.get(), edge.get(), tolerance);
            return answer(holds, sentence).measuring(value.get().doubleValue());
        }
        if (relation.orders()) {
            return Finding.inconclusive(sentence + ", and that is not a comparison of numbers");
        }
        return answer(relation.holds(measured.compareTo(limit)), sentence);
    }

    private boolean within(BigDecimal value, BigDecimal limit, double tolerance) {
        BigDecimal room = limit.abs().multiply(BigDecimal.valueOf(tolerance));
        return switch (relation) {
            case EQUALS -> value.subtract(limit).abs().compareTo(room) <= 0;
            case NOT_EQUALS -> value.subtract(limit).abs().compareTo(room) > 0;
            case BELOW, AT_MOST -> relation.holds(value.compareTo(limit.add(room)));
            case ABOVE, AT_LEAST -> relation.holds(value.compareTo(limit.subtract(room)));
        };
    }

    private static Finding answer(boolean holds, String sentence) {
        return holds ? Finding.passed(sentence) : Finding.failed(sentence);
    }

    private static String give(double tolerance) {
        return tolerance == 0 ? "" : " give or take %s %%".formatted(plain(tolerance * 100));
    }

    static String plain(double number) {
        return Double.isFinite(number)
                ? new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString()
                : Double.toString(number);
    }

    /// Digits and exponent are limited, so that a hostile number costs nothing.
    static Optional<BigDecimal> number(String text) {
        if (!text.matches("[+-]?(\\d{1,40}\\.?\\d{0,40}|\\.\\d{1,40})([eE][+-]?\\d{1,3})?")) {
            return Optional.empty();
        }
        return Optional.of(new BigDecimal(text));
    }
}
