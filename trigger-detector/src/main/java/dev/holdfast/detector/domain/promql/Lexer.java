package dev.holdfast.detector.domain.promql;

import dev.holdfast.detector.domain.promql.Token.Kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Cuts the text of one expression into tokens. Words are case-kept; comments run from `#` to the end of the line.
final class Lexer {

    private static final String[] SIGNS = {
        "=~", "!~", "==", "!=", "<=", ">=", "=", "<", ">", "+", "-", "*", "/", "%", "^", "(", ")",
        "{", "}", "[", "]", ",", ":", "@"
    };

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int brackets;
    private int braces;

    private Lexer(String text) {
        this.text = text;
    }

    static List<Token> tokens(String text) {
        var lexer = new Lexer(text);
        while (lexer.skipSpace()) {
            lexer.next();
        }
        lexer.add(Kind.END, "", 0, text.length());
        return lexer.tokens;
    }

    private boolean skipSpace() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                at++;
            } else {
                return true;
            }
        }
        return false;
    }

    private void next() {
        char c = text.charAt(at);
        if (c == '"' || c == '\'' || c == '`') {
            string(c);
        } else if (digit(c) || (c == '.' && at + 1 < text.length() && digit(text.charAt(at + 1)))) {
            number();
        } else if (letter(c) || (c == ':' && brackets == 0)) {
            word();
        } else {
            sign();
        }
    }

    private void add(Kind kind, String value, double number, int start) {
        tokens.add(new Token(kind, value, number, start));
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean letter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private void word() {
        int start = at;
        while (at < text.length()
                && (letter(text.charAt(at))
                        || digit(text.charAt(at))
                        || (text.charAt(at) == ':' && brackets == 0))) {
            at++;
        }
        String word = text.substring(start, at);
        if (braces == 0 && word.equalsIgnoreCase("inf")) {
            add(Kind.NUMBER, word, Double.POSITIVE_INFINITY, start);
        } else if (braces == 0 && word.equalsIgnoreCase("nan")) {
            add(Kind.NUMBER, word, Double.NaN, start);
        } else {
            add(Kind.WORD, word, 0, start);
        }
    }

    private void number() {
        int start = at;
        while (at < text.length() && numeric(start)) {
            at++;
        }
        String written = text.substring(start, at);
        String plain = written.replaceAll("(?<=[0-9a-fA-F])_(?=[0-9a-fA-F])", "");
        var duration = Durations.parse(plain);
        if (duration.isPresent() && !plain.equals("0")) {
            add(Kind.DURATION, written, duration.getAsLong() / 1000.0, start);
            return;
        }
        try {
            String lower = plain.toLowerCase(Locale.ROOT);
            double value =
                    lower.startsWith("0x")
                            ? Long.parseUnsignedLong(lower.substring(2), 16)
                            : decimal(lower);
            add(Kind.NUMBER, written, value, start);
        } catch (NumberFormatException e) {
            throw new PromqlException(
                    text, start, "bad number or duration syntax: \"" + written + "\"");
        }
    }

    private boolean numeric(int start) {
        char c = text.charAt(at);
        char before = at > start ? Character.toLowerCase(text.charAt(at - 1)) : ' ';
        boolean exponentSign =
                (c == '+' || c == '-')
                        && before == 'e'
                        && !text.regionMatches(true, start, "0x", 0, 2);
        return digit(c) || letter(c) || c == '.' || exponentSign;
    }

    private static double decimal(String lower) {
        if (!lower.matches("[0-9.]+(e[+-]?[0-9]+)?")) { // Java would also take 1d, 1f
            throw new NumberFormatException(lower);
        }
        boolean octal = lower.length() > 1 && lower.matches("0[0-7]+"); // as Go reads integers
        return octal ? Long.parseLong(lower, 8) : Double.parseDouble(lower);
    }

    private void sign() {
        for (String sign : SIGNS) {
            if (text.startsWith(sign, at)) {
                brackets += sign.equals("[") ? 1 : sign.equals("]") ? -1 : 0;
                braces += sign.equals("{") ? 1 : sign.equals("}") ? -1 : 0;
                add(Kind.SIGN, sign, 0, at);
                at += sign.length();
                return;
            }
        }
        throw new PromqlException(text, at, "unexpected character: '" + text.charAt(at) + "'");
    }

    private void string(char quote) {
        int start = at++;
        var value = new StringBuilder();
        while (true) {
            if (at >= text.length() || (text.charAt(at) == '\n' && quote != '`')) {
                throw new PromqlException(text, start, "unterminated quoted string");
            }
            char c = text.charAt(at++);
            if (c == quote) {
                break;
            }
            if (c == '\\' && quote != '`') {
                escape(value, quote);
            } else {
                value.append(c);
            }
        }
        add(Kind.STRING, value.toString(), 0, start);
    }

    private void escape(StringBuilder value, char quote) {
        if (at >= text.length()) {
            throw new PromqlException(text, at, "escape sequence not terminated");
        }
        char c = text.charAt(at++);
        switch (c) {
            case 'a' -> value.append('\u0007');
            case 'b' -> value.append('\b');
            case 'f' -> value.append('\f');
            case 'n' -> value.append('\n');
            case 'r' -> value.append('\r');
            case 't' -> value.append('\t');
            case 'v' -> value.append('\u000b');
            case '\\' -> value.append('\\');
            case 'x' -> value.appendCodePoint(code(2, 16));
            case 'u' -> value.appendCodePoint(code(4, 16));
            case 'U' -> value.appendCodePoint(code(8, 16));
            case '0', '1', '2', '3' -> {
                at--;
                value.appendCodePoint(code(3, 8));
            }
            default -> {
                if (c != quote) {
                    throw new PromqlException(text, at - 2, "unknown escape sequence \\" + c);
                }
                value.append(c);
            }
        }
    }

    private int code(int digits, int base) {
        try {
            int code = Integer.parseInt(text.substring(at, at + digits), base);
            at += digits;
            if (Character.isValidCodePoint(code)) {
                return code;
            }
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            // told below, with the position
        }
        throw new PromqlException(text, at, "escape sequence is no character");
    }
}
