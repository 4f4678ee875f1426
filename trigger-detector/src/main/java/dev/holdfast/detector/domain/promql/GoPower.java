package dev.holdfast.detector.domain.promql;

/// `x ^ y` as Go's `math.Pow` computes it, step by step: it squares, so with a large exponent its rounding grows to far
/// more than a last digit, and Java's own would differ from Prometheus visibly.
final class GoPower {

    private static final double LARGE = 0x1p63;
    private static final int OVERFLOWS = 1 << 12;

    private GoPower() {}

    static double of(double x, double y) {
        if (y == 0 || x == 1) {
            return 1;
        }
        if (y == 1) {
            return x;
        }
        if (Double.isNaN(x) || Double.isNaN(y)) {
            return Double.NaN;
        }
        if (x == 0 || Double.isInfinite(y) || Double.isInfinite(x)) {
            return atTheEnds(x, y);
        }
        if (Math.abs(y) == 0.5) {
            return y > 0 ? Math.sqrt(x) : 1 / Math.sqrt(x);
        }
        double whole = Math.floor(Math.abs(y));
        double fraction = Math.abs(y) - whole;
        if (fraction != 0 && x < 0) {
            return Double.NaN;
        }
        if (whole >= LARGE) {
            return x == -1 ? 1 : (Math.abs(x) < 1) == (y > 0) ? 0 : Double.POSITIVE_INFINITY;
        }
        return squared(x, y, whole, fraction);
    }

    /// Here Go and Java agree, but for -1 to an infinite power.
    private static double atTheEnds(double x, double y) {
        return x == -1 ? 1 : Math.pow(x, y);
    }

    private static double squared(double x, double y, double whole, double fraction) {
        double result = 1;
        long exponent = 0;
        if (fraction != 0) {
            boolean up = fraction > 0.5;
            whole += up ? 1 : 0;
            result = Math.exp((up ? fraction - 1 : fraction) * Math.log(x));
        }
        boolean small = Math.abs(x) < Double.MIN_NORMAL;
        double normal = small ? x * 0x1p52 : x;
        long power = Math.getExponent(normal) + 1L;
        double base = Math.scalb(normal, (int) -power);
        power -= small ? 52 : 0;
        for (long left = (long) whole; left != 0; left >>= 1) {
            if (power < -OVERFLOWS || power > OVERFLOWS) {
                exponent += power;
                break;
            }
            if ((left & 1) == 1) {
                result *= base;
                exponent += power;
            }
            base *= base;
            power <<= 1;
            if (base < 0.5) {
                base += base;
                power--;
            }
        }
        if (y < 0) {
            result = 1 / result;
            exponent = -exponent;
        }
        return Math.scalb(result, Math.clamp(exponent, -100_000, 100_000));
    }
}
