package dev.holdfast.detector.domain.template;

import dev.holdfast.detector.domain.promql.Durations;
import dev.holdfast.detector.domain.series.Re2;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// The functions of templates that turn a text into another.
final class TextFunctions {

    private static final Pattern REFERENCE = Pattern.compile("\\$(?:\\$|(\\w+)|\\{(\\w+)\\})");
    private static final Pattern ADDRESS =
            Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private TextFunctions() {}

    /// Go's `strings.Title`: the first letter of each word large, the others as they are.
    static String title(String text) {
        var out = new StringBuilder();
        int before = ' ';
        for (int c : text.codePoints().toArray()) {
            boolean separates =
                    before < 128
                            ? !Character.isLetterOrDigit(before) && before != '_'
                            : !Character.isLetterOrDigit(before) && Character.isWhitespace(before);
            out.appendCodePoint(separates ? Character.toTitleCase(c) : c);
            before = c;
        }
        return out.toString();
    }

    static String upper(String text) {
        return mapped(text, true);
    }

    static String lower(String text) {
        return mapped(text, false);
    }

    /// Letter by letter: `ß` stays, as in Go.
    private static String mapped(String text, boolean upper) {
        var out = new StringBuilder();
        text.codePoints()
                .forEach(c ->
                        out.appendCodePoint(
                                upper ? Character.toUpperCase(c) : Character.toLowerCase(c)));
        return out.toString();
    }

    /// `net.SplitHostPort`; nothing where the text is no host with a port.
    private static String @org.jspecify.annotations.Nullable [] split(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            return null;
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[")) {
            int end = text.indexOf(']');
            if (end < 0 || end + 1 != colon) {
                return null;
            }
            host = text.substring(1, end);
        } else if (host.contains(":")) {
            return null;
        }
        boolean brackets =
                host.contains("[")
                        || host.contains("]")
                        || text.substring(colon).contains("[")
                        || text.substring(colon).contains("]");
        return brackets ? null : new String[] {host, text.substring(colon + 1)};
    }

    static String stripPort(String text) {
        String[] parts = split(text);
        return parts == null ? text : parts[0];
    }

    static String stripDomain(String text) {
        String[] parts = split(text);
        String host = parts == null ? text : parts[0];
        if (ADDRESS.matcher(host).matches()) {
            return text;
        }
        String first = host.split("\\.", 2)[0];
        return parts == null || parts[1].isEmpty() ? first : first + ":" + parts[1];
    }

    static Object duration(Object value) {
        double seconds = GoValues.number(value);
        if (GoNumbers.special(seconds)) {
            throw new Failure("value is NaN or Inf");
        }
        if (Math.abs(seconds) * 1e9 > (double) Long.MAX_VALUE) {
            throw new Failure(
                    GoNumbers.shortest(seconds)
                            + " cannot be represented as a time.Duration since it overflows int64");
        }
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    static Object parsed(String text) {
        return Durations.parse(text).stream()
                .mapToObj(millis -> millis / 1000.0)
                .findFirst()
                .orElseThrow(() ->
                        new Failure(
                                text.isEmpty()
                                        ? "empty duration string"
                                        : "not a valid duration string: " + GoText.quoted(text)));
    }

    private static com.google.re2j.Pattern pattern(String regex, String wrong) {
        try {
            return Re2.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new Failure(wrong.formatted(regex));
        }
    }

    static Object matches(String regex, String text) {
        return pattern(regex, "error parsing regexp: `%s`").matcher(text).find();
    }

    static Object replaced(String regex, String by, String text) {
        var matcher = pattern(regex, "regexp: Compile(`%s`): error parsing regexp").matcher(text);
        var out = new StringBuilder();
        int copied = 0;
        while (matcher.find()) {
            out.append(text, copied, matcher.start());
            expand(out, by, matcher);
            copied = matcher.end();
        }
        return out.append(text, copied, text.length()).toString();
    }

    /// `$1`, `${1}`, `$name`, `$$`; a group that is not there is empty.
    private static void expand(StringBuilder out, String by, com.google.re2j.Matcher match) {
        Matcher reference = REFERENCE.matcher(by);
        int copied = 0;
        while (reference.find()) {
            out.append(by, copied, reference.start());
            copied = reference.end();
            String name = reference.group(1) == null ? reference.group(2) : reference.group(1);
            out.append(name == null ? "$" : group(match, name));
        }
        out.append(by, copied, by.length());
    }

    private static String group(com.google.re2j.Matcher match, String name) {
        String value = null;
        if (name.matches("\\d{1,4}")) {
            int number = Integer.parseInt(name);
            value = number <= match.groupCount() ? match.group(number) : null;
        } else if (match.pattern().namedGroups().containsKey(name)) {
            value = match.group(name);
        }
        return value == null ? "" : value;
    }

    static String path(String url) {
        try {
            return String.valueOf(URI.create(url).getPath());
        } catch (IllegalArgumentException e) {
            throw new Failure("the external URL cannot be read: " + url);
        }
    }

    static String urlQuery(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("*", "%2A")
                .replace("%7E", "~")
                .replaceAll("(%[0-9A-F]{2})", "$1");
    }

    static String html(String text) {
        return text.replace("&", "&amp;")
                .replace("'", "&#39;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&#34;")
                .replace("\0", "\uFFFD");
    }

    static String javascript(String text) {
        var out = new StringBuilder();
        text.codePoints()
                .forEach(c -> {
                    switch (c) {
                        case '\\', '\'', '"' -> out.append('\\').appendCodePoint(c);
                        case '<', '>', '&', '=' ->
                                out.append(
                                        "\\u%04X"
                                                .formatted(c)
                                                .toUpperCase(Locale.ROOT)
                                                .replace("\\U", "\\u"));
                        default -> {
                            if (c < ' ' || (c > 126 && !GoText.printable(c))) {
                                out.append("\\u%04X".formatted(c));
                            } else {
                                out.appendCodePoint(c);
                            }
                        }
                    }
                });
        return out.toString();
    }
}
