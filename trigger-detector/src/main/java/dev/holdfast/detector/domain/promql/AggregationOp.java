package dev.holdfast.detector.domain.promql;

import java.util.Locale;
import java.util.Optional;

/// The aggregation operators and what their parameter is.
public enum AggregationOp {
    SUM,
    AVG,
    MIN,
    MAX,
    COUNT,
    GROUP,
    STDDEV,
    STDVAR,
    TOPK(ValueType.SCALAR),
    BOTTOMK(ValueType.SCALAR),
    QUANTILE(ValueType.SCALAR),
    COUNT_VALUES(ValueType.STRING);

    private final Optional<ValueType> parameter;

    AggregationOp() {
        this.parameter = Optional.empty();
    }

    AggregationOp(ValueType parameter) {
        this.parameter = Optional.of(parameter);
    }

    public Optional<ValueType> parameter() {
        return parameter;
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<AggregationOp> named(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (AggregationOp op : values()) {
            if (op.text().equals(lower)) {
                return Optional.of(op);
            }
        }
        return Optional.empty();
    }
}
