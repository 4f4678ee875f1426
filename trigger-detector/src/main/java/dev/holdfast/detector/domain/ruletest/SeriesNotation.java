package dev.holdfast.detector.domain.ruletest;

import dev.holdfast.detector.domain.promql.Parser;
import dev.holdfast.detector.domain.series.LabelMatcher;
import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;
import dev.holdfast.detector.domain.series.Stale;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// promtool's shorthand for samples: `1 2 _ stale 0+10x5 3x2 _x4`.
public final class SeriesNotation {

    private static final String NUMBER =
            "(?:\\d++\\.?+\\d*+(?:[eE][+-]?\\d++)?|\\.\\d+(?:[eE][+-]?\\d+)?|[iI]nf|[nN]a[nN])";
    private static final Pattern ITEM =
            Pattern.compile("([+-]?" + NUMBER + ")(?:([+-]" + NUMBER + ")x(\\d+)|x(\\d+))?");
    private static final Pattern GAP = Pattern.compile("_(?:x(\\d+))?");
    private static final int MOST = 1_000_000;

    private final List<Long> times = new ArrayList<>();
    private final List<Double> values = new ArrayList<>();
    private final long interval;
    private long next;

    private SeriesNotation(long start, long interval) {
        this.next = start;
        this.interval = interval;
    }

    /// @throws IllegalArgumentException where `series` or `values` cannot be read
    public static SeriesSamples parse(String series, String values, long start, long interval) {
        var notation = new SeriesNotation(start, interval);
        for (String item : values.strip().split("\\s+")) {
            if (!item.isEmpty()) {
                notation.item(item);
            }
        }
        return new SeriesSamples(
                labels(series),
                notation.times.stream().mapToLong(Long::longValue).toArray(),
                notation.values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /// The label set that is written as a selector with `=` only; `{}` and the empty text are no labels.
    public static Labels labels(String text) {
        if (text.isBlank() || text.strip().equals("{}")) {
            return Labels.EMPTY;
        }
        var labels = new TreeMap<String, String>();
        for (LabelMatcher matcher : Parser.parseSelector(text)) {
            if (matcher.op() != LabelMatcher.Op.EQUAL) {
                throw new IllegalArgumentException(
                        "a series has no " + matcher.op().sign + ": " + text);
            }
            labels.put(matcher.name(), matcher.value());
        }
        return Labels.of(labels);
    }

    private void item(String item) {
        Matcher gap = GAP.matcher(item);
        Matcher number = ITEM.matcher(item);
        if (gap.matches()) {
            next += interval * (gap.group(1) == null ? 1 : count(gap.group(1)));
        } else if (item.equals("stale")) {
            add(Stale.MARKER);
        } else if (number.matches()) {
            run(number);
        } else {
            throw new IllegalArgumentException(
                    "\"" + item + "\" is no sample; write 1, 0+5x10, 3x2, _, _x5 or stale");
        }
    }

    private void run(Matcher number) {
        double value = number(number.group(1));
        double step = number.group(2) == null ? 0 : number(number.group(2));
        String times = number.group(3) != null ? number.group(3) : number.group(4);
        add(value);
        for (int left = times == null ? 0 : count(times); left > 0; left--) {
            value += step;
            add(value);
        }
    }

    private static int count(String digits) {
        if (digits.length() > 7 || Integer.parseInt(digits) > MOST) {
            throw new IllegalArgumentException(
                    "x" + digits + " is more than the " + MOST + " samples allowed");
        }
        return Integer.parseInt(digits);
    }

    private static double number(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        double sign = lower.startsWith("-") ? -1 : 1;
        String plain = lower.replaceFirst("^[+-]", "");
        return switch (plain) {
            case "inf" -> sign * Double.POSITIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> sign * Double.parseDouble(plain);
        };
    }

    private void add(double value) {
        times.add(next);
        values.add(value);
        next += interval;
    }
}
