package dev.holdfast.detector.domain.promql;

/// Whose rules hold at the edges of a window.
public enum Dialect {
    /// Prometheus 2: ranges and look-back are closed at both ends.
    PROMQL_2,
    /// Prometheus 3: ranges and look-back leave their oldest edge out.
    PROMQL_3;

    /// The oldest time inside a window of `range` milliseconds that ends at `end`.
    public long oldest(long end, long range) {
        return this == PROMQL_2 ? end - range : end - range + 1;
    }
}
