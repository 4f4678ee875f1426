package dev.holdfast.detector.domain.rules;

import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.Re2;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The functions of templates. Their number of arguments was checked when the template was read.
final class TemplateFunctions {

    /// Name to the least and greatest number of arguments.
    static final Map<String, int[]> ARITY =
            Map.ofEntries(
                    Map.entry("humanize", new int[] {1, 1}),
                    Map.entry("humanize1024", new int[] {1, 1}),
                    Map.entry("humanizeDuration", new int[] {1, 1}),
                    Map.entry("humanizePercentage", new int[] {1, 1}),
                    Map.entry("humanizeTimestamp", new int[] {1, 1}),
                    Map.entry("title", new int[] {1, 1}),
                    Map.entry("toUpper", new int[] {1, 1}),
                    Map.entry("toLower", new int[] {1, 1}),
                    Map.entry("stripPort", new int[] {1, 1}),
                    Map.entry("match", new int[] {2, 2}),
                    Map.entry("reReplaceAll", new int[] {3, 3}),
                    Map.entry("printf", new int[] {1, 20}),
                    Map.entry("print", new int[] {1, 20}),
                    Map.entry("eq", new int[] {2, 20}),
                    Map.entry("ne", new int[] {2, 2}),
                    Map.entry("lt", new int[] {2, 2}),
                    Map.entry("le", new int[] {2, 2}),
                    Map.entry("gt", new int[] {2, 2}),
                    Map.entry("ge", new int[] {2, 2}),
                    Map.entry("not", new int[] {1, 1}),
                    Map.entry("and", new int[] {1, 20}),
                    Map.entry("or", new int[] {1, 20}));

    private static final Pattern VERB =
            Pattern.compile("%([-+ 0#]*)(\\d*)(?:\\.(\\d+))?([a-zA-Z%])");

    private TemplateFunctions() {}

    static Object call(String function, List<Object> args) {
        Object first = args.getFirst();
        return switch (function) {
            case "humanize" -> Humanize.number(number(first));
            case "humanize1024" -> Humanize.binary(number(first));
            case "humanizeDuration" -> Humanize.duration(number(first));
            case "humanizePercentage" -> Humanize.percentage(number(first));
            case "humanizeTimestamp" -> Humanize.timestamp(number(first));
            case "title" -> title(shown(first));
            case "toUpper" -> shown(first).toUpperCase(Locale.ROOT);
            case "toLower" -> shown(first).toLowerCase(Locale.ROOT);
            case "stripPort" -> shown(first).replaceAll(":\\d+$", "");
            case "match" -> Re2.compile(shown(first)).matcher(shown(args.get(1))).find();
            case "reReplaceAll" ->
                    Re2.compile(shown(first))
                            .matcher(shown(args.get(2)))
                            .replaceAll(shown(args.get(1)));
            case "printf" -> printf(shown(first), args.subList(1, args.size()));
            case "print" ->
                    args.stream().map(TemplateFunctions::shown).collect(Collectors.joining());
            case "eq" -> args.stream().skip(1).anyMatch(other -> equal(first, other));
            case "ne" -> !equal(first, args.get(1));
            case "lt" -> compare(first, args.get(1)) < 0;
            case "le" -> compare(first, args.get(1)) <= 0;
            case "gt" -> compare(first, args.get(1)) > 0;
            case "ge" -> compare(first, args.get(1)) >= 0;
            case "not" -> !truth(first);
            case "and" ->
                    args.stream().filter(arg -> !truth(arg)).findFirst().orElse(args.getLast());
            case "or" ->
                    args.stream()
                            .filter(TemplateFunctions::truth)
                            .findFirst()
                            .orElse(args.getLast());
            default ->
                    throw new IllegalStateException(
                            "the template parser let " + function + " pass");
        };
    }

    static boolean truth(Object value) {
        return switch (value) {
            case Boolean b -> b;
            case Double d -> d != 0;
            case String s -> !s.isEmpty();
            default -> true;
        };
    }

    /// As `{{ value }}` prints it.
    static String shown(Object value) {
        return switch (value) {
            case Double d -> GoNumbers.shortest(d);
            case Labels labels ->
                    labels.toMap().entrySet().stream()
                            .map(entry -> entry.getKey() + ":" + entry.getValue())
                            .collect(Collectors.joining(" ", "map[", "]"));
            default -> String.valueOf(value);
        };
    }

    private static double number(Object value) {
        if (value instanceof Double d) {
            return d;
        }
        try {
            return Double.parseDouble(shown(value));
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static boolean equal(Object a, Object b) {
        if (a instanceof Double x && b instanceof Double y) {
            return x.doubleValue() == y.doubleValue();
        }
        return a.equals(b);
    }

    private static int compare(Object a, Object b) {
        return a instanceof Double x && b instanceof Double y
                ? Double.compare(x, y)
                : shown(a).compareTo(shown(b));
    }

    private static String title(String text) {
        return Pattern.compile("(^|[^\\p{L}\\p{N}'_])(\\p{L})")
                .matcher(text)
                .replaceAll(match -> match.group(1) + match.group(2).toUpperCase(Locale.ROOT));
    }

    private static String printf(String format, List<Object> args) {
        int[] next = {0};
        return VERB.matcher(format)
                .replaceAll(match -> {
                    if (match.group(4).equals("%")) {
                        return "%";
                    }
                    if (next[0] >= args.size()) {
                        return "%!" + match.group(4) + "(MISSING)";
                    }
                    Object arg = args.get(next[0]++);
                    int precision = match.group(3) == null ? -1 : Integer.parseInt(match.group(3));
                    String text = verb(match.group(4).charAt(0), precision, arg);
                    return java.util.regex.Matcher.quoteReplacement(
                            padded(text, match.group(1), match.group(2)));
                });
    }

    private static String verb(char verb, int precision, Object arg) {
        return switch (verb) {
            case 'v' -> shown(arg);
            case 's' ->
                    arg instanceof String s
                            ? precision >= 0 && precision < s.length()
                                    ? s.substring(0, precision)
                                    : s
                            : "%!s(float64=" + shown(arg) + ")";
            case 'q' -> '"' + shown(arg).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
            case 't' -> shown(arg);
            case 'f', 'F' ->
                    arg instanceof Double d
                            ? GoNumbers.fixed(d, precision < 0 ? 6 : precision)
                            : wrong(verb, arg);
            case 'e' ->
                    arg instanceof Double d
                            ? GoNumbers.scientific(d, precision < 0 ? 6 : precision)
                            : wrong(verb, arg);
            case 'g' ->
                    arg instanceof Double d
                            ? precision < 0
                                    ? GoNumbers.shortest(d)
                                    : GoNumbers.significant(d, precision)
                            : wrong(verb, arg);
            default -> wrong(verb, arg);
        };
    }

    private static String wrong(char verb, Object arg) {
        return "%!" + verb + (arg instanceof Double ? "(float64=" : "(string=") + shown(arg) + ")";
    }

    private static String padded(String text, String flags, String width) {
        String signed =
                flags.contains("+") && !text.startsWith("-") && !text.startsWith("+")
                        ? "+" + text
                        : text;
        int missing = width.isEmpty() ? 0 : Integer.parseInt(width) - signed.length();
        if (missing <= 0) {
            return signed;
        }
        if (flags.contains("-")) {
            return signed + " ".repeat(missing);
        }
        if (flags.contains("0")) {
            int sign = signed.startsWith("-") || signed.startsWith("+") ? 1 : 0;
            return signed.substring(0, sign) + "0".repeat(missing) + signed.substring(sign);
        }
        return " ".repeat(missing) + signed;
    }
}
