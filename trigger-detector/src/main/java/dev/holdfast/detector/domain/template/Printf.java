package dev.holdfast.detector.domain.template;

import java.util.List;
import java.util.OptionalInt;

/// Go's `fmt.Sprintf`.
final class Printf {

    private static final int WIDEST = 1_000_000;

    private final String format;
    private final List<Object> args;
    private final StringBuilder out = new StringBuilder();
    private int at;
    private int arg;
    private boolean reordered;
    private boolean indexed;
    private boolean goodIndex;

    private Printf(String format, List<Object> args) {
        this.format = format;
        this.args = args;
    }

    static String of(String format, List<Object> args) {
        return new Printf(format, args).written();
    }

    private String written() {
        while (at < format.length()) {
            char c = format.charAt(at++);
            if (c == '%') {
                verb();
            } else {
                out.append(c);
            }
        }
        if (!reordered && arg < args.size()) {
            out.append("%!(EXTRA ");
            for (int i = arg; i < args.size(); i++) {
                boolean nil = args.get(i) == GoValues.Nothing.NIL;
                out.append(i == arg ? "" : ", ")
                        .append(
                                nil
                                        ? "<nil>"
                                        : GoValues.type(args.get(i))
                                                + "="
                                                + Format.plain(args.get(i)));
            }
            out.append(')');
        }
        return out.toString();
    }

    private void verb() {
        goodIndex = true;
        indexed = false;
        Flags flags = precise(wide(flags()));
        if (!indexed) {
            index();
        }
        if (at >= format.length()) {
            out.append("%!(NOVERB)");
            return;
        }
        int verb = format.codePointAt(at);
        at += Character.charCount(verb);
        String shown = Character.toString(verb);
        if (verb == '%') {
            out.append('%');
        } else if (!goodIndex) {
            out.append("%!").append(shown).append("(BADINDEX)");
        } else if (arg >= args.size()) {
            out.append("%!").append(shown).append("(MISSING)");
        } else {
            out.append(new Format(flags, (char) verb).of(args.get(arg++)));
        }
    }

    private Flags flags() {
        boolean plus = false;
        boolean minus = false;
        boolean sharp = false;
        boolean space = false;
        boolean zero = false;
        for (; at < format.length(); at++) {
            switch (format.charAt(at)) {
                case '#' -> sharp = true;
                case '0' -> zero = !minus;
                case '+' -> plus = true;
                case '-' -> {
                    minus = true;
                    zero = false;
                }
                case ' ' -> space = true;
                default -> {
                    return new Flags(plus, minus, sharp, space, zero, -1, -1);
                }
            }
        }
        return new Flags(plus, minus, sharp, space, zero, -1, -1);
    }

    private Flags wide(Flags f) {
        index();
        boolean minus = f.minus();
        boolean zero = f.zero();
        int width = -1;
        if (ahead('*')) {
            at++;
            OptionalInt given = starred("(BADWIDTH)");
            minus |= given.isPresent() && given.getAsInt() < 0;
            zero &= !minus;
            width = given.isPresent() ? Math.abs(given.getAsInt()) : -1;
            indexed = false;
        } else {
            width = digits();
            if (indexed && width >= 0) {
                goodIndex = false;
            }
        }
        return new Flags(f.plus(), minus, f.sharp(), f.space(), zero, width, -1);
    }

    private Flags precise(Flags f) {
        if (!ahead('.')) {
            return f;
        }
        at++;
        if (indexed) {
            goodIndex = false;
        }
        index();
        int precision;
        if (ahead('*')) {
            at++;
            precision = Math.max(-1, starred("(BADPREC)").orElse(-1));
            indexed = false;
        } else {
            precision = Math.max(0, digits());
        }
        return new Flags(f.plus(), f.minus(), f.sharp(), f.space(), f.zero(), f.width(), precision);
    }

    private boolean ahead(char c) {
        return at < format.length() && format.charAt(at) == c;
    }

    private int digits() {
        int start = at;
        int number = 0;
        while (at < format.length() && format.charAt(at) >= '0' && format.charAt(at) <= '9') {
            number = number * 10 + format.charAt(at++) - '0';
            if (number > WIDEST) {
                return -1;
            }
        }
        return at == start ? -1 : number;
    }

    private OptionalInt starred(String bad) {
        boolean given = arg < args.size() && args.get(arg) instanceof Long;
        long number = given ? (Long) args.get(arg) : WIDEST + 1L;
        arg += arg < args.size() ? 1 : 0;
        if (number > WIDEST || number < -WIDEST) {
            out.append("%!").append(bad);
            return OptionalInt.empty();
        }
        return OptionalInt.of((int) number);
    }

    /// `[n]` names the argument to take next.
    private void index() {
        if (!ahead('[')) {
            return;
        }
        reordered = true;
        int end = format.indexOf(']', at);
        if (end < 0) {
            goodIndex = false;
            at++;
            return;
        }
        String number = format.substring(at + 1, end);
        at = end + 1;
        boolean good =
                number.matches("\\d{1,4}")
                        && Integer.parseInt(number) >= 1
                        && Integer.parseInt(number) <= args.size();
        if (good) {
            arg = Integer.parseInt(number) - 1;
            indexed = true;
        } else {
            goodIndex = false;
        }
    }
}
