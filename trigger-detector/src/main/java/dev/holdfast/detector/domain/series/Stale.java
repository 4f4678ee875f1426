package dev.holdfast.detector.domain.series;

/// Prometheus' staleness marker: one NaN among the NaNs, known by its bits only.
public final class Stale {

    public static final long BITS = 0x7ff0000000000002L;
    public static final double MARKER = Double.longBitsToDouble(BITS);

    private Stale() {}

    public static boolean is(double value) {
        return Double.isNaN(value) && Double.doubleToRawLongBits(value) == BITS;
    }
}
