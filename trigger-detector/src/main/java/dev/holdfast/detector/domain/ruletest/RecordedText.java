package dev.holdfast.detector.domain.ruletest;

import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Samples recorded as text, one a line: `name{label="value"} 1.5 1700000000000`, as `promtool tsdb dump` and the text
/// format with timestamps write them (milliseconds), or as OpenMetrics does (seconds, `# EOF` at the end).
/// Of two samples of one series at one time the first stays.
public final class RecordedText {

    private static final int MOST_SAMPLES = 50_000_000;

    private final Map<Labels, TreeMap<Long, Double>> series = new LinkedHashMap<>();
    private final boolean seconds;
    private int count;

    private RecordedText(boolean seconds) {
        this.seconds = seconds;
    }

    /// @throws IllegalArgumentException naming the line that cannot be read
    public static List<SeriesSamples> read(List<String> lines) {
        boolean seconds = lines.stream().anyMatch(line -> line.strip().equals("# EOF"));
        var recorded = new RecordedText(seconds);
        int number = 0;
        for (String line : lines) {
            number++;
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                recorded.line(text, number);
            }
        }
        return recorded.all();
    }

    private void line(String text, int number) {
        try {
            int brace = text.lastIndexOf('}');
            int end = brace >= 0 ? brace + 1 : text.indexOf(' ');
            String[] words = end < 0 ? new String[0] : text.substring(end).strip().split("\\s+");
            if (words.length < 2) {
                throw new IllegalArgumentException("a sample needs a series, a value and a time");
            }
            add(SeriesNotation.labels(text.substring(0, end)), time(words[1]), value(words[0]));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("line %d: %s".formatted(number, e.getMessage()), e);
        }
    }

    private void add(Labels labels, long at, double value) {
        if (++count > MOST_SAMPLES) {
            throw new IllegalArgumentException("more than %d samples".formatted(MOST_SAMPLES));
        }
        series.computeIfAbsent(labels, _ -> new TreeMap<>()).putIfAbsent(at, value);
    }

    private long time(String word) {
        var number = new BigDecimal(word);
        return (seconds ? number.movePointRight(3) : number).longValue();
    }

    private static double value(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "nan" -> Double.NaN;
            case "+inf", "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(word);
        };
    }

    private List<SeriesSamples> all() {
        var all = new ArrayList<SeriesSamples>();
        series.forEach((labels, points) ->
                all.add(
                        new SeriesSamples(
                                labels,
                                points.keySet().stream().mapToLong(Long::longValue).toArray(),
                                points.values().stream()
                                        .mapToDouble(Double::doubleValue)
                                        .toArray())));
        return all;
    }
}
