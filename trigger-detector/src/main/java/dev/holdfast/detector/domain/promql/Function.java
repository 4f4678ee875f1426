package dev.holdfast.detector.domain.promql;

import static dev.holdfast.detector.domain.promql.ValueType.MATRIX;
import static dev.holdfast.detector.domain.promql.ValueType.SCALAR;
import static dev.holdfast.detector.domain.promql.ValueType.STRING;
import static dev.holdfast.detector.domain.promql.ValueType.VECTOR;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Every function that we evaluate, with its arguments.
public enum Function {
    RATE(VECTOR, MATRIX),
    INCREASE(VECTOR, MATRIX),
    DELTA(VECTOR, MATRIX),
    IRATE(VECTOR, MATRIX),
    IDELTA(VECTOR, MATRIX),
    RESETS(VECTOR, MATRIX),
    CHANGES(VECTOR, MATRIX),
    DERIV(VECTOR, MATRIX),
    PREDICT_LINEAR(VECTOR, MATRIX, SCALAR),
    AVG_OVER_TIME(VECTOR, MATRIX),
    MIN_OVER_TIME(VECTOR, MATRIX),
    MAX_OVER_TIME(VECTOR, MATRIX),
    SUM_OVER_TIME(VECTOR, MATRIX),
    COUNT_OVER_TIME(VECTOR, MATRIX),
    STDDEV_OVER_TIME(VECTOR, MATRIX),
    STDVAR_OVER_TIME(VECTOR, MATRIX),
    LAST_OVER_TIME(VECTOR, MATRIX),
    PRESENT_OVER_TIME(VECTOR, MATRIX),
    ABSENT_OVER_TIME(VECTOR, MATRIX),
    QUANTILE_OVER_TIME(VECTOR, SCALAR, MATRIX),
    HISTOGRAM_QUANTILE(VECTOR, SCALAR, VECTOR),
    ABSENT(VECTOR, VECTOR),
    ABS(VECTOR, VECTOR),
    CEIL(VECTOR, VECTOR),
    FLOOR(VECTOR, VECTOR),
    EXP(VECTOR, VECTOR),
    LN(VECTOR, VECTOR),
    LOG2(VECTOR, VECTOR),
    LOG10(VECTOR, VECTOR),
    SQRT(VECTOR, VECTOR),
    SGN(VECTOR, VECTOR),
    SIN(VECTOR, VECTOR),
    COS(VECTOR, VECTOR),
    TAN(VECTOR, VECTOR),
    ASIN(VECTOR, VECTOR),
    ACOS(VECTOR, VECTOR),
    ATAN(VECTOR, VECTOR),
    SINH(VECTOR, VECTOR),
    COSH(VECTOR, VECTOR),
    TANH(VECTOR, VECTOR),
    ASINH(VECTOR, VECTOR),
    ACOSH(VECTOR, VECTOR),
    ATANH(VECTOR, VECTOR),
    DEG(VECTOR, VECTOR),
    RAD(VECTOR, VECTOR),
    PI(SCALAR),
    ROUND(1, VECTOR, VECTOR, SCALAR),
    CLAMP(VECTOR, VECTOR, SCALAR, SCALAR),
    CLAMP_MIN(VECTOR, VECTOR, SCALAR),
    CLAMP_MAX(VECTOR, VECTOR, SCALAR),
    TIME(SCALAR),
    TIMESTAMP(VECTOR, VECTOR),
    VECTOR_OF("vector", VECTOR, SCALAR),
    SCALAR_OF("scalar", SCALAR, VECTOR),
    SORT(VECTOR, VECTOR),
    SORT_DESC(VECTOR, VECTOR),
    LABEL_REPLACE(VECTOR, VECTOR, STRING, STRING, STRING, STRING),
    LABEL_JOIN(3, VECTOR, VECTOR, STRING, STRING, STRING),
    MINUTE(0, VECTOR, VECTOR),
    HOUR(0, VECTOR, VECTOR),
    DAY_OF_WEEK(0, VECTOR, VECTOR),
    DAY_OF_MONTH(0, VECTOR, VECTOR),
    DAY_OF_YEAR(0, VECTOR, VECTOR),
    DAYS_IN_MONTH(0, VECTOR, VECTOR),
    MONTH(0, VECTOR, VECTOR),
    YEAR(0, VECTOR, VECTOR),

    /// Ours, which Prometheus has not: how two times differ.
    MANN_WHITNEY(VECTOR, MATRIX, MATRIX, SCALAR, SCALAR);

    private static final Map<String, Function> BY_NAME = new HashMap<>();

    static {
        for (Function function : values()) {
            BY_NAME.put(function.text, function);
        }
    }

    private static final String NATIVE =
            "it works on native histograms, which Holdfast does not keep";
    private static final String EXPERIMENTAL = "it is experimental in Prometheus 3";

    /// Functions that Prometheus has and we refuse, with the reason.
    private static final Map<String, String> REFUSED =
            Map.ofEntries(
                    Map.entry("histogram_avg", NATIVE),
                    Map.entry("histogram_count", NATIVE),
                    Map.entry("histogram_sum", NATIVE),
                    Map.entry("histogram_fraction", NATIVE),
                    Map.entry("histogram_stddev", NATIVE),
                    Map.entry("histogram_stdvar", NATIVE),
                    Map.entry("histogram_quantiles", EXPERIMENTAL),
                    Map.entry("double_exponential_smoothing", EXPERIMENTAL),
                    Map.entry("holt_winters", "Prometheus 3 removed it"),
                    Map.entry("info", EXPERIMENTAL),
                    Map.entry("mad_over_time", EXPERIMENTAL),
                    Map.entry("first_over_time", EXPERIMENTAL),
                    Map.entry("max_of", EXPERIMENTAL),
                    Map.entry("min_of", EXPERIMENTAL),
                    Map.entry("sort_by_label", EXPERIMENTAL),
                    Map.entry("sort_by_label_desc", EXPERIMENTAL),
                    Map.entry("start_timestamp", EXPERIMENTAL),
                    Map.entry("ts_of_first_over_time", EXPERIMENTAL),
                    Map.entry("ts_of_last_over_time", EXPERIMENTAL),
                    Map.entry("ts_of_max_over_time", EXPERIMENTAL),
                    Map.entry("ts_of_min_over_time", EXPERIMENTAL),
                    Map.entry("limitk", EXPERIMENTAL),
                    Map.entry("limit_ratio", EXPERIMENTAL));

    private final String text;
    private final int least;
    private final ValueType result;

    @SuppressWarnings("ImmutableEnumChecker") // List.of() never changes
    private final List<ValueType> args;

    Function(ValueType result, ValueType... args) {
        this.text = name().toLowerCase(Locale.ROOT);
        this.least = args.length;
        this.result = result;
        this.args = List.of(args);
    }

    Function(int least, ValueType result, ValueType... args) {
        this.text = name().toLowerCase(Locale.ROOT);
        this.least = least;
        this.result = result;
        this.args = List.of(args);
    }

    Function(String text, ValueType result, ValueType... args) {
        this.text = text;
        this.least = args.length;
        this.result = result;
        this.args = List.of(args);
    }

    public String text() {
        return text;
    }

    public ValueType result() {
        return result;
    }

    public int least() {
        return least;
    }

    /// How many arguments it takes at most; `label_join` takes any number of labels.
    public int most() {
        return this == LABEL_JOIN ? Integer.MAX_VALUE : args.size();
    }

    public ValueType argument(int index) {
        return args.get(Math.min(index, args.size() - 1));
    }

    /// The argument that is a range vector, or -1.
    public int rangeArgument() {
        return args.indexOf(MATRIX);
    }

    public static Optional<Function> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    static Optional<String> refusal(String name) {
        return Optional.ofNullable(REFUSED.get(name));
    }

    public static List<String> names() {
        return Arrays.stream(values()).map(Function::text).sorted().toList();
    }
}
