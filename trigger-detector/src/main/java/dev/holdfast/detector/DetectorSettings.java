package dev.holdfast.detector;

import io.micronaut.core.value.PropertyResolver;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// What the detector is told beside what every service is.
///
/// @param instance HOLDFAST_INSTANCE: names this instance, the same after a restart and another for
///     each instance of a cluster; default `1`
/// @param threads HOLDFAST_THREADS: threads of the stream, 1 to 64; default 1
/// @param standbys HOLDFAST_STANDBYS: copies of the state on other instances, 0 to 2; default 0
/// @param advertised HOLDFAST_ADVERTISED: `host:port` under which other instances reach this one, for
///     queries whose key they do not hold; default 127.0.0.1 and the own port
record DetectorSettings(String instance, int threads, int standbys, String advertised) {
    private static final Pattern ADDRESS =
            Pattern.compile("[A-Za-z0-9._\\[\\]:-]{1,250}:-?\\d{1,5}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,60}");

    static DetectorSettings from(PropertyResolver p) {
        var problems = new ArrayList<String>();
        var settings = read(p, problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    "trigger-detector cannot start, its settings are wrong:\n  "
                            + String.join("\n  ", problems));
        }
        return settings;
    }

    /// Everything that is wrong, before anything is started.
    static List<String> problems(PropertyResolver p) {
        var problems = new ArrayList<String>();
        var _ = read(p, problems);
        return problems;
    }

    private static DetectorSettings read(PropertyResolver p, List<String> problems) {
        var read = new Reader(p, problems);
        return new DetectorSettings(
                read.text("instance", "1", NAME, "letters, digits, '.', '_', '-'"),
                read.number("threads", 1, 64),
                read.number("standbys", 0, 2),
                read.text("advertised", advertised(p), ADDRESS, "host:port"));
    }

    private static String advertised(PropertyResolver p) {
        return "127.0.0.1:"
                + p.getProperty("holdfast.port", String.class)
                        .orElse(Integer.toString(DetectorApplication.PORT));
    }

    /// Reads one setting after the other and keeps what is wrong with each.
    private record Reader(PropertyResolver properties, List<String> problems) {

        String text(String name, String otherwise, Pattern form, String words) {
            String text =
                    properties.getProperty("holdfast." + name, String.class).orElse(otherwise);
            return form.matcher(text).matches() ? text : wrong(name, text, words, otherwise);
        }

        /// The least is what it is where nothing is said.
        int number(String name, int least, int most) {
            String usual = Integer.toString(least);
            String text = properties.getProperty("holdfast." + name, String.class).orElse(usual);
            boolean fits =
                    text.matches("\\d{1,3}")
                            && Integer.parseInt(text) >= least
                            && Integer.parseInt(text) <= most;
            String words = "a number from %d to %d".formatted(least, most);
            return Integer.parseInt(fits ? text : wrong(name, text, words, usual));
        }

        private String wrong(String name, String text, String words, String otherwise) {
            problems.add(
                    "HOLDFAST_%s is '%s', expected is %s"
                            .formatted(name.toUpperCase(Locale.ROOT), text, words));
            return otherwise;
        }
    }
}
