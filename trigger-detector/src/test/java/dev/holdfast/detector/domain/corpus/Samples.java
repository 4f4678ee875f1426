package dev.holdfast.detector.domain.corpus;

import java.util.LinkedHashMap;
import java.util.Map;

/// The series of the corpus, a sample each 15 s.
final class Samples {

    private Samples() {}

    /// Counters `c` with resets and gaps, gauges `g`, a gauge `k` of each job, and series with a history:
    /// `gone` (marked stale), `one` (a single sample), `late` (begins at 2 min), `flap` (comes and goes).
    static Map<String, String> usual() {
        var series = new LinkedHashMap<String, String>();
        series.put("c{job=\"a\",instance=\"1\"}", "0+10x60");
        series.put("c{job=\"a\",instance=\"2\"}", "5+7x12 0+7x20 3+1x30");
        series.put("c{job=\"b\",instance=\"1\"}", "100 120 140 _ _ 200 220 _x6 10 30 50+25x40");
        series.put("c{job=\"b\",instance=\"3\"}", "1 1 1 2 2 5 5 5 5 0 0 1 stale _ _ 4 9 9 9+3x35");
        series.put("g{job=\"a\",instance=\"1\"}", "1 -2 3.5 4 4 4 -7.25 0 12 5+1.5x50");
        series.put("g{job=\"a\",instance=\"2\"}", "10-0.5x60");
        series.put("g{job=\"b\",instance=\"1\"}", "0.125 0.25 0.5 1 2 4 8 16 32 64 1x40");
        series.put("g{job=\"b\",instance=\"3\"}", "-3 _ 3 _ -3 _ 3 stale 6 7 8 _x5 9-2x30");
        series.put("k{job=\"a\",zone=\"x\"}", "2+1x60");
        series.put("k{job=\"b\",zone=\"y\"}", "20-1x60");
        series.put("gone{x=\"1\"}", "1 2 3 4 5 stale");
        series.put("one{x=\"1\"}", "_x4 42");
        series.put("late{x=\"1\"}", "_x8 3 50 90 130 170+40x30");
        series.put("flap{x=\"1\"}", "1 _x3 2 _x10 3 stale _x3 4 5 _x18 6 7 8");
        return series;
    }

    /// One element for each odd number.
    static Map<String, String> odd() {
        var series = new LinkedHashMap<String, String>();
        for (var one :
                Map.ofEntries(
                                Map.entry("nan", "NaN ".repeat(41)),
                                Map.entry("inf", "Inf ".repeat(41)),
                                Map.entry("ninf", "-Inf ".repeat(41)),
                                Map.entry("zero", "0x40"),
                                Map.entry("one", "1x40"),
                                Map.entry("minus", "-1x40"),
                                Map.entry("half", "0.5x40"),
                                Map.entry("mhalf", "-2.5x40"),
                                Map.entry("big", "1e300x40"),
                                Map.entry("tiny", "1e-300x40"),
                                Map.entry("date", "1583020800x40"),
                                Map.entry("before", "-86401x40"))
                        .entrySet()
                        .stream()
                        .sorted(Map.Entry.comparingByKey())
                        .toList()) {
            series.put("odd{v=\"" + one.getKey() + "\"}", one.getValue());
        }
        series.put("mix{v=\"a\"}", "1 2 NaN 4 5 6 7 8x30");
        series.put("mix{v=\"b\"}", "1 2 Inf 4 5 6 7 8x30");
        series.put("mix{v=\"c\"}", "1 -Inf 3 Inf 5 NaN 7 8x30");
        series.put("mix{v=\"d\"}", "NaN NaN NaN NaN 5 4 3 2 1x30");
        return series;
    }

    /// Two histograms, one with a broken order of counts, one without `+Inf`, buckets that are none.
    static Map<String, String> histograms() {
        var series = new LinkedHashMap<String, String>();
        String[] bounds = {"0.1", "0.25", "0.5", "1", "2.5", "+Inf"};
        int[] steps = {3, 10, 22, 28, 30, 31};
        for (int i = 0; i < bounds.length; i++) {
            series.put(
                    "h_bucket{job=\"a\",le=\"%s\"}".formatted(bounds[i]),
                    "0+%dx60".formatted(steps[i]));
            series.put(
                    "h_bucket{job=\"b\",le=\"%s\"}".formatted(bounds[i]),
                    "0+%dx20 0+%dx40".formatted(steps[i] * 2, steps[bounds.length - 1] - i));
        }
        series.put("broken_bucket{le=\"1\"}", "10x60");
        series.put("broken_bucket{le=\"2\"}", "7x60");
        series.put("broken_bucket{le=\"4\"}", "12x60");
        series.put("broken_bucket{le=\"+Inf\"}", "12x60");
        series.put("noinf_bucket{le=\"1\"}", "1x60");
        series.put("noinf_bucket{le=\"2\"}", "2x60");
        series.put("neg_bucket{le=\"-1\"}", "5x60");
        series.put("neg_bucket{le=\"0\"}", "8x60");
        series.put("neg_bucket{le=\"+Inf\"}", "10x60");
        series.put("odd_bucket{le=\"x\"}", "5x60");
        series.put("odd_bucket{le=\"1\"}", "5x60");
        series.put("odd_bucket{le=\"1.0\"}", "4x60");
        series.put("odd_bucket{le=\"+Inf\"}", "10x60");
        series.put("zero_bucket{le=\"1\"}", "0x60");
        series.put("zero_bucket{le=\"+Inf\"}", "0x60");
        series.put("only_bucket{le=\"+Inf\"}", "3x60");
        series.put("nan_bucket{le=\"1\"}", "NaN ".repeat(61));
        series.put("nan_bucket{le=\"+Inf\"}", "3x60");
        return series;
    }
}
