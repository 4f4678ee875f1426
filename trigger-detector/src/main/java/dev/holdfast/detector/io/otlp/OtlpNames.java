package dev.holdfast.detector.io.otlp;

import java.util.Map;

/// Names as the OpenTelemetry specification for Prometheus and OpenMetrics wants them: metric
/// names with unit and `_total`, label names without dots.
final class OtlpNames {
    private static final Map<String, String> UNITS =
            Map.ofEntries(
                    Map.entry("d", "days"),
                    Map.entry("h", "hours"),
                    Map.entry("min", "minutes"),
                    Map.entry("s", "seconds"),
                    Map.entry("ms", "milliseconds"),
                    Map.entry("us", "microseconds"),
                    Map.entry("ns", "nanoseconds"),
                    Map.entry("By", "bytes"),
                    Map.entry("KiBy", "kibibytes"),
                    Map.entry("MiBy", "mebibytes"),
                    Map.entry("GiBy", "gibibytes"),
                    Map.entry("KBy", "kilobytes"),
                    Map.entry("MBy", "megabytes"),
                    Map.entry("GBy", "gigabytes"),
                    Map.entry("m", "meters"),
                    Map.entry("V", "volts"),
                    Map.entry("A", "amperes"),
                    Map.entry("J", "joules"),
                    Map.entry("W", "watts"),
                    Map.entry("g", "grams"),
                    Map.entry("Cel", "celsius"),
                    Map.entry("Hz", "hertz"),
                    Map.entry("%", "percent"));

    private static final Map<String, String> PER =
            Map.of(
                    "s", "second", "m", "minute", "h", "hour", "d", "day", "w", "week", "mo",
                    "month", "y", "year");

    private OtlpNames() {}

    /// @param counter whether it only grows, and so ends in `_total`
    /// @param gauge whether a unit of `1` makes it a `_ratio`
    static String metric(String name, String unit, boolean counter, boolean gauge) {
        String clean = clean(name, true);
        String suffix = unit(unit.trim());
        if (!suffix.isEmpty() && !clean.endsWith("_" + suffix) && !clean.equals(suffix)) {
            clean =
                    counter && clean.endsWith("_total")
                            ? clean.substring(0, clean.length() - 6) + "_" + suffix
                            : clean + "_" + suffix;
        }
        if (gauge && unit.trim().equals("1") && !clean.endsWith("_ratio")) {
            clean += "_ratio";
        }
        return counter && !clean.endsWith("_total") ? clean + "_total" : clean;
    }

    static String label(String name) {
        String clean = clean(name, false);
        return clean.startsWith("_") && !clean.startsWith("__") ? "key" + clean : clean;
    }

    private static String unit(String unit) {
        if (unit.isEmpty() || unit.equals("1") || unit.startsWith("{")) {
            return "";
        }
        int slash = unit.indexOf('/');
        if (slash < 0) {
            return clean(UNITS.getOrDefault(unit, unit), false);
        }
        String top = unit.substring(0, slash).trim();
        String below = unit.substring(slash + 1).trim();
        String per = below.startsWith("{") ? "" : clean(PER.getOrDefault(below, below), false);
        String above =
                top.startsWith("{") || top.equals("1")
                        ? ""
                        : clean(UNITS.getOrDefault(top, top), false);
        return per.isEmpty() ? above : above.isEmpty() ? "per_" + per : above + "_per_" + per;
    }

    /// Every run of characters that may not stand in a name becomes one `_`.
    private static String clean(String name, boolean colons) {
        StringBuilder out = new StringBuilder(name.length() + 1);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean digit = c >= '0' && c <= '9';
            if (digit && out.isEmpty()) {
                out.append('_');
            }
            if (letter || digit || (colons && c == ':')) {
                out.append(c);
            } else if (out.isEmpty() || out.charAt(out.length() - 1) != '_' || c == '_') {
                out.append('_');
            }
        }
        return out.isEmpty() ? "_" : out.toString();
    }
}
