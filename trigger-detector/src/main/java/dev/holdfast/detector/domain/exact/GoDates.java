package dev.holdfast.detector.domain.exact;

import dev.holdfast.detector.domain.promql.Function;

import java.time.LocalDate;

/// The date functions. Every number has a date, as in Prometheus: NaN, the infinities and what no 64 bits hold become
/// the least 64-bit number of seconds (what amd64 makes of them), and years wrap around as Go's `time` lets them.
final class GoDates {

    private static final long DAY = 86_400;
    private static final long DAYS_IN_400_YEARS = 146_097;

    /// The first second of Go's calendar before 1970: 1 January of a year that is like year 1.
    private static final long SECONDS_BEFORE_1970 = 9_223_372_028_715_321_600L;

    private static final long FIRST_YEAR = -292_277_022_399L;
    private static final LocalDate LIKE_FIRST_DAY = LocalDate.of(1, 1, 1);

    private GoDates() {}

    static double of(Function function, double number) {
        long absolute = seconds(number) + SECONDS_BEFORE_1970;
        long days = Long.divideUnsigned(absolute, DAY);
        long second = Long.remainderUnsigned(absolute, DAY);
        LocalDate date = LIKE_FIRST_DAY.plusDays(days % DAYS_IN_400_YEARS);
        return switch (function) {
            case MINUTE -> second / 60 % 60;
            case HOUR -> Math.floorDiv(second, 3_600L);
            case DAY_OF_WEEK -> date.getDayOfWeek().getValue() % 7;
            case DAY_OF_MONTH -> date.getDayOfMonth();
            case DAY_OF_YEAR -> date.getDayOfYear();
            case DAYS_IN_MONTH -> date.lengthOfMonth();
            case MONTH -> date.getMonthValue();
            case YEAR -> date.getYear() - 1 + 400 * (days / DAYS_IN_400_YEARS) + FIRST_YEAR;
            default ->
                    throw new IllegalStateException(
                            function.text() + " is no function of one number");
        };
    }

    private static long seconds(double number) {
        return number >= -0x1p63 && number < 0x1p63 ? (long) number : Long.MIN_VALUE;
    }
}
