package dev.holdfast.detector.domain.exact;

import dev.holdfast.detector.domain.promql.Dialect;
import dev.holdfast.detector.domain.promql.Function;

import java.util.OptionalDouble;

/// The functions over the window of one series. An empty answer drops the series.
final class RangeFunctions {

    private final Dialect dialect;
    private final long start;
    private final long end;

    /// @param start the oldest edge of the range, `end` its newest, milliseconds
    RangeFunctions(Dialect dialect, long start, long end) {
        this.dialect = dialect;
        this.start = start;
        this.end = end;
    }

    /// @param parameter of `quantile_over_time` and `predict_linear`
    /// @param now the time of the evaluation
    OptionalDouble apply(Function function, Window window, double parameter, long now) {
        if (window.size() == 0) {
            return OptionalDouble.empty();
        }
        return switch (function) {
            case RATE -> rate(window, true, true);
            case INCREASE -> rate(window, true, false);
            case DELTA -> rate(window, false, false);
            case IRATE -> instant(window, true);
            case IDELTA -> instant(window, false);
            case DERIV ->
                    window.size() < 2
                            ? OptionalDouble.empty()
                            : OptionalDouble.of(regression(window, window.time(0))[0]);
            case PREDICT_LINEAR -> predict(window, parameter, now);
            default -> OptionalDouble.of(always(function, window, parameter));
        };
    }

    private double always(Function function, Window w, double parameter) {
        return switch (function) {
            case RESETS -> resets(w);
            case CHANGES -> changes(w);
            case AVG_OVER_TIME -> average(w);
            case SUM_OVER_TIME -> sum(w);
            case MIN_OVER_TIME -> extreme(w, false);
            case MAX_OVER_TIME -> extreme(w, true);
            case COUNT_OVER_TIME -> w.size();
            case LAST_OVER_TIME -> w.value(w.size() - 1);
            case PRESENT_OVER_TIME -> 1;
            case STDVAR_OVER_TIME -> variance(w);
            case STDDEV_OVER_TIME -> Math.sqrt(variance(w));
            case QUANTILE_OVER_TIME ->
                    Quantiles.quantile(
                            parameter, java.util.Arrays.copyOfRange(w.values(), w.from(), w.to()));
            default ->
                    throw new IllegalStateException(
                            function.text() + " is no function over a range");
        };
    }

    private OptionalDouble rate(Window w, boolean counter, boolean perSecond) {
        int last = w.size() - 1;
        if (last < 1) {
            return OptionalDouble.empty();
        }
        double raw = w.value(last) - w.value(0);
        for (int i = 1; counter && i <= last; i++) {
            if (w.value(i) < w.value(i - 1)) {
                raw += w.value(i - 1);
            }
        }
        return OptionalDouble.of(
                Extrapolation.extrapolate(
                        dialect,
                        counter,
                        perSecond,
                        raw,
                        w.value(0),
                        w.time(0),
                        w.time(last),
                        w.size(),
                        start,
                        end));
    }

    private static OptionalDouble instant(Window w, boolean perSecond) {
        int last = w.size() - 1;
        if (last < 1) {
            return OptionalDouble.empty();
        }
        double value = w.value(last);
        double before = w.value(last - 1);
        double result = perSecond && value < before ? value : value - before;
        return OptionalDouble.of(
                perSecond ? result / ((w.time(last) - w.time(last - 1)) / 1000.0) : result);
    }

    private static double resets(Window w) {
        int resets = 0;
        for (int i = 1; i < w.size(); i++) {
            resets += w.value(i) < w.value(i - 1) ? 1 : 0;
        }
        return resets;
    }

    private static double changes(Window w) {
        int changes = 0;
        for (int i = 1; i < w.size(); i++) {
            double value = w.value(i);
            double before = w.value(i - 1);
            changes += value != before && !(Double.isNaN(value) && Double.isNaN(before)) ? 1 : 0;
        }
        return changes;
    }

    private static double sum(Window w) {
        var sum = new Kahan();
        for (int i = 0; i < w.size(); i++) {
            sum.add(w.value(i));
        }
        return Double.isInfinite(sum.sum) ? sum.sum : sum.total();
    }

    private double average(Window w) {
        var mean = Mean.overTime(dialect);
        for (int i = 0; i < w.size(); i++) {
            mean.add(w.value(i));
        }
        return mean.result();
    }

    private static double extreme(Window w, boolean greatest) {
        double best = w.value(0);
        for (int i = 1; i < w.size(); i++) {
            double value = w.value(i);
            if ((greatest ? value > best : value < best) || Double.isNaN(best)) {
                best = value;
            }
        }
        return best;
    }

    private static double variance(Window w) {
        var mean = new Kahan();
        var squares = new Kahan();
        for (int i = 0; i < w.size(); i++) {
            double delta = w.value(i) - mean.total();
            mean.add(delta / (i + 1));
            squares.add(delta * (w.value(i) - mean.total()));
        }
        return squares.total() / w.size();
    }

    private OptionalDouble predict(Window w, double seconds, long now) {
        if (w.size() < 2) {
            return OptionalDouble.empty();
        }
        double[] line = regression(w, now);
        return OptionalDouble.of(line[0] * seconds + line[1]);
    }

    /// Slope and intercept of the line of least squares, times in seconds from `origin`.
    /// Prometheus 2 has no answer where a value is infinite: its compensation becomes NaN.
    private double[] regression(Window w, long origin) {
        var x = new Kahan();
        var y = new Kahan();
        var xy = new Kahan();
        var xx = new Kahan();
        boolean constant = true;
        for (int i = 0; i < w.size(); i++) {
            double seconds = (w.time(i) - origin) / 1000.0;
            double value = w.value(i);
            if (dialect == Dialect.PROMQL_2 && Double.isInfinite(value)) {
                return new double[] {Double.NaN, Double.NaN};
            }
            constant &= i == 0 || value == w.value(0);
            x.add(seconds);
            y.add(value);
            xy.add(seconds * value);
            xx.add(seconds * seconds);
        }
        if (constant) {
            return Double.isInfinite(w.value(0))
                    ? new double[] {Double.NaN, Double.NaN}
                    : new double[] {0, w.value(0)};
        }
        double n = w.size();
        double slope =
                (xy.total() - x.total() * y.total() / n) / (xx.total() - x.total() * x.total() / n);
        return new double[] {slope, y.total() / n - slope * x.total() / n};
    }
}
