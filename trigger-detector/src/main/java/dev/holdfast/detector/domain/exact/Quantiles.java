package dev.holdfast.detector.domain.exact;

import dev.holdfast.detector.domain.promql.Dialect;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Quantiles of values and of classic histogram buckets.
public final class Quantiles {

    private static final double SMALL_DELTA = 1e-12;

    private Quantiles() {}

    /// One bucket: how many observations were at most `upperBound`.
    public record Bucket(double upperBound, double count) {}

    /// Sorts `values`. NaN counts as smaller than every number.
    static double quantile(double q, double[] values) {
        if (values.length == 0 || Double.isNaN(q)) {
            return Double.NaN;
        }
        if (q < 0 || q > 1) {
            return q < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        sortNanFirst(values);
        double rank = q * (values.length - 1);
        int lower = (int) Math.max(0, Math.floor(rank));
        int upper = Math.min(values.length - 1, lower + 1);
        double weight = rank - Math.floor(rank);
        return values[lower] * (1 - weight) + values[upper] * weight;
    }

    private static void sortNanFirst(double[] values) {
        Arrays.sort(values);
        int firstNan = values.length;
        while (firstNan > 0 && Double.isNaN(values[firstNan - 1])) {
            firstNan--;
        }
        int nans = values.length - firstNan;
        if (nans > 0) {
            System.arraycopy(values, 0, values, nans, firstNan);
            Arrays.fill(values, 0, nans, Double.NaN);
        }
    }

    /// @param unsorted at least one bucket
    static double ofBuckets(double q, List<Bucket> unsorted, Dialect dialect) {
        if (Double.isNaN(q)) {
            return Double.NaN;
        }
        if (q < 0 || q > 1) {
            return q < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        var sorted =
                unsorted.stream().sorted(Comparator.comparingDouble(Bucket::upperBound)).toList();
        int size = sorted.size();
        double[] bounds = new double[size];
        double[] counts = new double[size];
        for (int i = 0; i < size; i++) {
            bounds[i] = sorted.get(i).upperBound();
            counts[i] = sorted.get(i).count();
        }
        return ofSortedBuckets(q, bounds, counts, size, dialect);
    }

    /// `bounds` rise; both arrays are changed.
    public static double ofSortedBuckets(
            double q, double[] bounds, double[] counts, int length, Dialect dialect) {
        if (Double.isNaN(q)) {
            return Double.NaN;
        }
        if (q < 0 || q > 1) {
            return q < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (length == 0 || bounds[length - 1] != Double.POSITIVE_INFINITY) {
            return Double.NaN;
        }
        int n = coalesce(bounds, counts, length);
        forceMonotonic(counts, n, dialect == Dialect.PROMQL_3);
        double observations = counts[n - 1];
        if (n < 2 || observations == 0) {
            return Double.NaN;
        }
        double rank = q * observations;
        int b = 0;
        while (b < n - 1 && !(counts[b] >= rank)) {
            b++;
        }
        if (b == n - 1) {
            return bounds[n - 2];
        }
        if (b == 0 && bounds[0] <= 0) {
            return bounds[0];
        }
        double below = b > 0 ? counts[b - 1] : 0;
        double from = b > 0 ? bounds[b - 1] : 0;
        return from + (bounds[b] - from) * ((rank - below) / (counts[b] - below));
    }

    private static int coalesce(double[] bounds, double[] counts, int length) {
        int last = 0;
        for (int i = 1; i < length; i++) {
            if (bounds[i] == bounds[last]) {
                counts[last] += counts[i];
            } else {
                last++;
                bounds[last] = bounds[i];
                counts[last] = counts[i];
            }
        }
        return last + 1;
    }

    /// Prometheus 3 also takes what differs in the last digits only for equal.
    private static void forceMonotonic(double[] counts, int n, boolean tolerant) {
        double before = counts[0];
        for (int i = 1; i < n; i++) {
            if (counts[i] < before || (tolerant && almostEqual(before, counts[i]))) {
                counts[i] = before;
            } else {
                before = counts[i];
            }
        }
    }

    private static boolean almostEqual(double a, double b) {
        if (a == b) {
            return true;
        }
        double sum = Math.abs(a) + Math.abs(b);
        double difference = Math.abs(a - b);
        if (a == 0 || b == 0 || sum < Double.MIN_NORMAL) {
            return difference < SMALL_DELTA * Double.MIN_NORMAL;
        }
        return difference / Math.min(sum, Double.MAX_VALUE) < SMALL_DELTA;
    }
}
