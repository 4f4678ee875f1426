package dev.holdfast.detector.domain.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Random series in promtool's notation and random expressions over them, all from one seed.
public final class RandomCase {

    /// One series: its labels as a selector, its samples in promtool's notation.
    public record Written(String series, String values) {}

    private static final String[] RANGES = {"30s", "45s", "1m", "2m", "3m", "5m", "7m", "10m"};
    private static final String[] RATES = {"rate", "increase", "irate", "resets", "changes"};
    private static final String[] GAUGES = {
        "delta",
        "idelta",
        "deriv",
        "avg_over_time",
        "min_over_time",
        "max_over_time",
        "sum_over_time",
        "count_over_time",
        "last_over_time",
        "stddev_over_time",
        "stdvar_over_time",
        "present_over_time",
        "changes"
    };
    private static final String[] EACH = {"abs", "sqrt", "exp", "ln", "log2", "log10"};

    /// These make a whole number of a last digit.
    private static final String[] JUMPS = {"ceil", "floor", "sgn", "round"};

    private static final String[] DATES = {
        "minute",
        "hour",
        "day_of_week",
        "day_of_month",
        "day_of_year",
        "days_in_month",
        "month",
        "year"
    };

    private static final String[] AGGREGATES = {
        "sum", "avg", "min", "max", "count", "group", "stddev", "stdvar"
    };
    private static final String[] ARITHMETIC = {"+", "-", "*", "/"};

    /// These blow up a last digit.
    private static final String[] JUMPY = {"%", "^", "atan2"};

    private static final String[] COMPARISONS = {"==", "!=", "<", "<=", ">", ">="};

    private final Random random;

    public RandomCase(long seed) {
        this.random = new Random(seed);
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /// Counters, gauges and a histogram, with gaps, stale markers and resets.
    public List<Written> series(int samples) {
        var series = new ArrayList<Written>();
        for (String job : List.of("a", "b")) {
            for (String instance : List.of("1", "2", "3")) {
                if (random.nextInt(6) > 0) {
                    series.add(
                            new Written(
                                    "c{job=\"%s\",instance=\"%s\"}".formatted(job, instance),
                                    counter(samples)));
                }
                if (random.nextInt(6) > 0) {
                    series.add(
                            new Written(
                                    "g{job=\"%s\",instance=\"%s\"}".formatted(job, instance),
                                    gauge(samples)));
                }
            }
            series.add(new Written("k{job=\"%s\"}".formatted(job), gauge(samples)));
        }
        for (String le : List.of("0.1", "0.5", "1", "+Inf")) {
            series.add(
                    new Written("h_bucket{job=\"a\",le=\"%s\"}".formatted(le), counter(samples)));
        }
        return series;
    }

    private String counter(int samples) {
        var text = new StringBuilder();
        long value = random.nextInt(50);
        for (int i = 0; i < samples; i++) {
            value = random.nextInt(25) == 0 ? random.nextInt(3) : value + random.nextInt(20);
            text.append(odd(0.06)).append(value).append(' ');
        }
        return text.toString();
    }

    private String gauge(int samples) {
        var text = new StringBuilder();
        boolean fractions = random.nextBoolean();
        for (int i = 0; i < samples; i++) {
            int whole = random.nextInt(21) - 10;
            text.append(odd(0.08))
                    .append(
                            random.nextInt(200) == 0
                                    ? pick("NaN", "Inf", "-Inf")
                                    : fractions
                                            ? String.valueOf(
                                                    whole / 8.0 + random.nextInt(100) / 1000.0)
                                            : whole)
                    .append(' ');
        }
        return text.toString();
    }

    private String odd(double chance) {
        if (random.nextDouble() >= chance) {
            return "";
        }
        return switch (random.nextInt(5)) {
            case 0 -> "stale ";
            case 1 -> "_x" + (1 + random.nextInt(25)) + " ";
            default -> "_ ";
        };
    }

    /// A random instant-vector or scalar expression.
    public String expression() {
        return vector(3);
    }

    private String selector(String name) {
        return switch (random.nextInt(6)) {
            case 0 -> name + "{job=\"a\"}";
            case 1 -> name + "{instance!=\"2\"}";
            case 2 -> name + "{instance=~\"1|3\"}";
            case 3 -> name + "{job!~\"b.*\"}";
            default -> name;
        };
    }

    private String shift() {
        return random.nextInt(8) == 0
                ? " offset " + pick("1m", "90s", "4m")
                : random.nextInt(20) == 0 ? " @ 400" : "";
    }

    private String range(String name) {
        return random.nextInt(12) == 0
                ? name + "[" + pick("3m", "5m") + ":" + pick("20s", "1m", "") + "]" + shift()
                : selector(name) + "[" + pick(RANGES) + "]" + shift();
    }

    private String grouping() {
        return switch (random.nextInt(4)) {
            case 0 -> " by (job)";
            case 1 -> " without (instance)";
            case 2 -> " by (instance, job)";
            default -> "";
        };
    }

    private String number() {
        return pick("0", "1", "2", "5", "0.5", "-3", "1e2", "10");
    }

    private String leaf() {
        return switch (random.nextInt(8)) {
            case 0, 1 -> pick(RATES) + "(" + range("c") + ")";
            case 2, 3 -> pick(GAUGES) + "(" + range(pick("g", "c")) + ")";
            case 4 ->
                    "quantile_over_time("
                            + pick("0.5", "0.9", "0", "1.1")
                            + ", "
                            + range("g")
                            + ")";
            case 5 -> "predict_linear(" + range("g") + ", " + pick("60", "-30", "3600") + ")";
            default -> selector(pick("c", "g", "k")) + shift();
        };
    }

    private String vector(int depth) {
        if (depth == 0) {
            return leaf();
        }
        return switch (random.nextInt(20)) {
            case 0, 1, 2 -> pick(AGGREGATES) + grouping() + " (" + vector(depth - 1) + ")";
            case 3 -> "(" + vector(depth - 1) + " " + pick(ARITHMETIC) + " " + number() + ")";
            case 4 -> "(" + number() + " " + pick(ARITHMETIC) + " " + vector(depth - 1) + ")";
            case 5 ->
                    "("
                            + vector(depth - 1)
                            + " "
                            + pick(COMPARISONS)
                            + pick("", " bool")
                            + " "
                            + number()
                            + ")";
            case 6 ->
                    "("
                            + vector(depth - 1)
                            + " "
                            + pick(ARITHMETIC)
                            + pick("", " on (job, instance)", " ignoring (le)")
                            + " "
                            + vector(depth - 1)
                            + ")";
            case 7 ->
                    "("
                            + leaf()
                            + " "
                            + pick(COMPARISONS)
                            + pick("", " bool")
                            + " on (job) group_left "
                            + "k)";
            case 8 -> "(k " + pick(ARITHMETIC) + " on (job) group_right () " + leaf() + ")";
            case 9 ->
                    "("
                            + vector(depth - 1)
                            + " "
                            + pick("and", "or", "unless")
                            + pick("", " on (job)", " ignoring (instance)")
                            + " "
                            + vector(depth - 1)
                            + ")";
            case 10 -> pick(EACH) + "(" + vector(depth - 1) + ")";
            case 11 ->
                    "histogram_quantile("
                            + pick("0.5", "0.9", "0.99", "1", "0", "-1")
                            + ", "
                            + pick(
                                    "rate(h_bucket[5m])",
                                    "sum by (le) (rate(h_bucket[3m]))",
                                    "h_bucket",
                                    "increase(h_bucket[2m] offset 1m)")
                            + ")";
            case 12 ->
                    pick(
                            "absent(" + selector(pick("c", "g", "nothing")) + ")",
                            "absent_over_time(" + selector(pick("g", "nothing")) + "[2m])",
                            "clamp(" + vector(depth - 1) + ", -2, 5)",
                            "clamp_max(" + leaf() + ", 3)",
                            "-" + leaf(),
                            "scalar(" + leaf() + ") + " + leaf(),
                            "vector(time())",
                            "timestamp(" + selector("g") + ")",
                            "hour(" + selector("c") + ")",
                            "minute()",
                            "sort(" + leaf() + ")");
            case 13 -> pick(JUMPS) + "(" + vector(depth - 1) + ")";
            case 14 ->
                    pick(
                            "quantile" + grouping() + " (0.7, " + vector(depth - 1) + ")",
                            "count_values" + grouping() + " (\"v\", " + vector(depth - 1) + ")",
                            "label_replace(" + leaf() + ", \"n\", \"x$1\", \"job\", \"(a).*\")",
                            "label_join(" + leaf() + ", \"n\", \"-\", \"job\", \"instance\")");
            case 15 -> "(" + vector(depth - 1) + " " + pick(JUMPY) + " " + vector(depth - 1) + ")";
            case 16 ->
                    pick(
                            "(" + vector(depth - 1) + " " + pick(JUMPY) + " " + number() + ")",
                            "(" + number() + " " + pick(JUMPY) + " " + vector(depth - 1) + ")",
                            "round(" + vector(depth - 1) + ", " + pick("5", "0.1", "0.25") + ")");
            case 17 ->
                    pick(DATES)
                            + "("
                            + vector(depth - 1)
                            + pick("", " / 0", " * 1e9", " * 1e17", " * 86400")
                            + ")";
            case 18 ->
                    pick("topk", "bottomk")
                            + grouping()
                            + " ("
                            + pick("1", "2", "3", "0", "99")
                            + ", "
                            + vector(depth - 1)
                            + ")";
            default -> leaf();
        };
    }
}
