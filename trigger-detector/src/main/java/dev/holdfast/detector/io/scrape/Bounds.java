package dev.holdfast.detector.io.scrape;

import java.math.BigDecimal;

/// Bounds of buckets and quantiles in the one way of writing that Prometheus 3 uses, so that `1`
/// and `1.0` are the same series.
public final class Bounds {
    private static final double MOST_PLAIN = 1e15;

    private Bounds() {}

    /// The normal form of a written bound; what is no number stays as it is.
    public static String normal(String written) {
        if (written.equals("+Inf") || written.equals("-Inf") || written.equals("NaN")) {
            return written;
        }
        try {
            return text(Double.parseDouble(written));
        } catch (NumberFormatException _) {
            return written;
        }
    }

    public static String text(double bound) {
        if (Double.isInfinite(bound)) {
            return bound > 0 ? "+Inf" : "-Inf";
        }
        if (Double.isNaN(bound)) {
            return "NaN";
        }
        if (Math.abs(bound) >= MOST_PLAIN) {
            return Double.toString(bound).replace("E", "e+");
        }
        String plain = new BigDecimal(Double.toString(bound)).stripTrailingZeros().toPlainString();
        return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }
}
