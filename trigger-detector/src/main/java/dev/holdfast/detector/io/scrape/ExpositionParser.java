package dev.holdfast.detector.io.scrape;

import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.io.scrape.Exposition.Malformed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Reads Prometheus' text exposition format 0.0.4, strictly: a page with one wrong line is refused
/// as a whole, as Prometheus does. There is no kept library for it; it is small.
///
/// Values of `le` and `quantile` are written as Prometheus 3 does (`1` becomes `1.0`).
final class ExpositionParser {
    private static final int MOST_SAMPLES = 100_000;
    private static final int MOST_LABELS = 64;
    private static final int MOST_TEXT = 8_192;

    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(?:\\d++\\.?+\\d*+|\\.\\d++)(?:[eE][+-]?\\d++)?");

    private final String page;
    private final Map<String, String> types = new HashMap<>();
    private final List<Exposition.Line> lines = new ArrayList<>();
    private int at;
    private int line = 1;

    private ExpositionParser(String page) {
        this.page = page;
    }

    /// @throws Malformed naming the line
    static Exposition parse(String page) {
        return new ExpositionParser(page).page();
    }

    private Exposition page() {
        while (at < page.length()) {
            blanks();
            if (ahead('#')) {
                comment();
            } else if (at < page.length() && page.charAt(at) != '\n') {
                sample();
            }
            endOfLine();
        }
        return new Exposition(lines);
    }

    private void comment() {
        int end = lineEnd();
        String[] words = page.substring(at, end).trim().split("[ \t]+", 4);
        if (words.length >= 2 && words[1].equals("TYPE")) {
            if (words.length != 4 || !isName(words[2], true)) {
                throw wrong("TYPE needs a metric name and a type");
            }
            types.put(words[2], words[3].trim());
        }
        at = end;
    }

    private void sample() {
        String name = ahead('{') ? "" : name(true);
        TreeMap<String, String> labels = new TreeMap<>();
        blanks();
        if (ahead('{')) {
            labels(labels);
        }
        if (!name.isEmpty()) {
            put(labels, Labels.NAME, name);
        }
        if (!labels.containsKey(Labels.NAME)) {
            throw wrong("a sample needs a metric name");
        }
        blanks();
        double value = value(word());
        blanks();
        long time =
                at < page.length() && page.charAt(at) != '\n' ? time(word()) : Exposition.NO_TIME;
        if (lines.size() >= MOST_SAMPLES) {
            throw wrong("more than %d samples".formatted(MOST_SAMPLES));
        }
        normalize(labels);
        lines.add(new Exposition.Line(Labels.of(labels), value, time));
    }

    private void labels(Map<String, String> labels) {
        at++;
        blanks();
        while (!ahead('}')) {
            String name = ahead('"') ? quoted() : name(false);
            blanks();
            if (ahead('=')) {
                at++;
                blanks();
                put(labels, name, quoted());
            } else {
                put(labels, Labels.NAME, name); // {"metric.name", label="value"}
            }
            blanks();
            if (ahead(',')) {
                at++;
                blanks();
            } else if (!ahead('}')) {
                throw wrong("expected ',' or '}' after a label");
            }
        }
        at++;
    }

    private void put(Map<String, String> labels, String name, String value) {
        if (labels.put(name, value) != null) {
            throw wrong("label %s stands twice".formatted(name));
        }
        if (labels.size() > MOST_LABELS) {
            throw wrong("more than %d labels".formatted(MOST_LABELS));
        }
    }

    private String name(boolean colons) {
        int from = at;
        while (at < page.length() && isNamePart(page.charAt(at), at == from, colons)) {
            at++;
        }
        if (at == from || at - from > MOST_TEXT) {
            throw wrong("expected a name" + found());
        }
        return page.substring(from, at);
    }

    private String quoted() {
        if (!ahead('"')) {
            throw wrong("expected a text in quotes" + found());
        }
        at++;
        StringBuilder text = new StringBuilder();
        while (!ahead('"')) {
            if (at >= page.length() || page.charAt(at) == '\n' || text.length() > MOST_TEXT) {
                throw wrong("a text in quotes does not end");
            }
            char c = page.charAt(at++);
            text.append(c == '\\' ? escaped() : c);
        }
        at++;
        return text.toString();
    }

    private char escaped() {
        char c = at < page.length() ? page.charAt(at++) : '\n';
        return switch (c) {
            case 'n' -> '\n';
            case '\\', '"' -> c;
            default -> throw wrong("'\\%c' is no escape".formatted(c));
        };
    }

    private String word() {
        int from = at;
        while (at < page.length() && " \t\n\r".indexOf(page.charAt(at)) < 0) {
            at++;
        }
        if (at == from || at - from > MOST_TEXT) {
            throw wrong("expected a number" + found());
        }
        return page.substring(from, at);
    }

    private double value(String word) {
        return switch (word) {
            case "NaN" -> Double.NaN;
            case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> number(word);
        };
    }

    /// Java would also read `1d`, `Infinity` and hexadecimal; Prometheus' pages have none of them.
    private double number(String word) {
        if (!NUMBER.matcher(word).matches()) {
            throw wrong("'%s' is no number".formatted(word));
        }
        return Double.parseDouble(word);
    }

    private long time(String word) {
        try {
            return Long.parseLong(word);
        } catch (NumberFormatException _) {
            throw wrong("'%s' is no time in milliseconds".formatted(word));
        }
    }

    private void normalize(Map<String, String> labels) {
        String name = labels.getOrDefault(Labels.NAME, "");
        if (name.endsWith("_bucket")
                && "histogram".equals(types.get(name.substring(0, name.length() - 7)))) {
            labels.computeIfPresent("le", (_, v) -> Bounds.normal(v));
        } else if ("summary".equals(types.get(name))) {
            labels.computeIfPresent("quantile", (_, v) -> Bounds.normal(v));
        }
    }

    private void endOfLine() {
        blanks();
        if (ahead('\n')) {
            at++;
            line++;
        } else if (at < page.length()) {
            throw wrong("expected the end of the line" + found());
        }
    }

    private int lineEnd() {
        int end = page.indexOf('\n', at);
        return end < 0 ? page.length() : end;
    }

    private void blanks() {
        while (at < page.length() && " \t\r".indexOf(page.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean ahead(char c) {
        return at < page.length() && page.charAt(at) == c;
    }

    private String found() {
        return at < page.length() ? ", found '%c'".formatted(page.charAt(at)) : ", found the end";
    }

    private Malformed wrong(String message) {
        return new Malformed(line, message);
    }

    private static boolean isName(String text, boolean colons) {
        for (int i = 0; i < text.length(); i++) {
            if (!isNamePart(text.charAt(i), i == 0, colons)) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isNamePart(char c, boolean first, boolean colons) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || c == '_'
                || (colons && c == ':')
                || (!first && c >= '0' && c <= '9');
    }
}
