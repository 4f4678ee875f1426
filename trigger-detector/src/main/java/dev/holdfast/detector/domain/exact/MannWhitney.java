package dev.holdfast.detector.domain.exact;

import java.util.Arrays;

/// Whether the values of one time tend to be larger than those of another, by their ranks alone: the
/// U test of Mann and Whitney with correction for ties and for continuity, by the normal
/// approximation, as Kayenta's judge and `wilcox.test` of R have it.
///
/// @param effect how often a value of the first is larger than one of the second, ties counted half:
///     0 to 1, and 0.5 where neither tends to be larger (the common-language effect size)
/// @param deviation how far U lies from what chance gives, in standard deviations, 0 or more
record MannWhitney(double effect, double deviation) {
    /// Below it the normal approximation says nothing.
    static final int LEAST = 8;

    static MannWhitney of(double[] first, double[] second) {
        double n = first.length;
        double m = second.length;
        double[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        Arrays.sort(all);
        double ranks = 0;
        for (double value : first) {
            ranks += (lower(all, value) + upper(all, value) + 1) / 2.0;
        }
        double tied = 0;
        for (int i = 0; i < all.length; ) {
            int end = upper(all, all[i]);
            double t = end - i;
            tied += t * t * t - t;
            i = end;
        }
        double u = ranks - n * (n + 1) / 2;
        double total = n + m;
        double variance = n * m / 12 * (total + 1 - tied / (total * (total - 1)));
        double off = Math.max(0, Math.abs(u - n * m / 2) - 0.5);
        return new MannWhitney(u / (n * m), variance > 0 ? off / Math.sqrt(variance) : 0);
    }

    /// The effect where chance alone would give so much only once in 1/(1 - confidence); else 0.5.
    double effectAt(double confidence) {
        return deviation >= quantile((1 + confidence) / 2) ? effect : 0.5;
    }

    /// How many of the sorted values are smaller.
    private static int lower(double[] sorted, double value) {
        int from = 0;
        int to = sorted.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (Double.compare(sorted[middle], value) < 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /// How many of the sorted values are not larger.
    private static int upper(double[] sorted, double value) {
        int from = 0;
        int to = sorted.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (Double.compare(sorted[middle], value) <= 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /// Of the standard normal distribution, for 0.5 and more: Wichura's PPND7 (AS 241), good to seven
    /// digits.
    static double quantile(double p) {
        double q = p - 0.5;
        if (q <= 0.425) {
            double r = 0.180625 - q * q;
            return q
                    * (((59.10937472 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179)
                    / (((67.1875636 * r + 78.757757664) * r + 17.895169469) * r + 1);
        }
        double r = Math.sqrt(-Math.log(1 - p));
        if (r <= 5) {
            double s = r - 1.6;
            return (((0.17023821103 * s + 1.3067284816) * s + 2.7568153900) * s + 1.4234372777)
                    / ((0.12021132975 * s + 0.73700164250) * s + 1);
        }
        double s = r - 5;
        return (((0.017337203997 * s + 0.42868294337) * s + 3.0812263860) * s + 6.6579051150)
                / ((0.012258202635 * s + 0.24197894225) * s + 1);
    }
}
