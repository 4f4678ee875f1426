package dev.holdfast.detector.domain.template;

/// Go's string literals, written and read.
public final class GoText {

    private static final String SHORT = "abfnrtv\\\"'";
    private static final String MEANT = "\u0007\b\f\n\r\t\u000b\\\"'";

    private GoText() {}

    /// `strconv.Quote`.
    public static String quoted(String text) {
        return quoted(text, '"', false);
    }

    static String quoted(String text, char quote, boolean asciiOnly) {
        var out = new StringBuilder().append(quote);
        text.codePoints().forEach(c -> quote(out, c, quote, asciiOnly));
        return out.append(quote).toString();
    }

    private static void quote(StringBuilder out, int c, char quote, boolean asciiOnly) {
        int known = MEANT.indexOf(c);
        if (c == quote || c == '\\') {
            out.append('\\').appendCodePoint(c);
        } else if (c < 127 ? c >= ' ' : !asciiOnly && printable(c)) {
            out.appendCodePoint(c);
        } else if (known >= 0 && known < 7) {
            out.append('\\').append(SHORT.charAt(known));
        } else if (c < ' ' || c == 127) {
            out.append("\\x%02x".formatted(c));
        } else {
            out.append(c < 0x10000 ? "\\u%04x".formatted(c) : "\\U%08x".formatted(c));
        }
    }

    static boolean printable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }

    /// `strconv.Unquote` of a literal in double quotes, single quotes or backquotes.
    ///
    /// @throws IllegalArgumentException where an escape is unknown
    static String unquoted(String literal) {
        String inner = literal.substring(1, literal.length() - 1);
        if (literal.charAt(0) == '`') {
            return inner.replace("\r", "");
        }
        var out = new StringBuilder();
        for (int i = 0; i < inner.length(); ) {
            char c = inner.charAt(i);
            if (c != '\\') {
                out.append(c);
                i++;
                continue;
            }
            char kind = inner.charAt(i + 1);
            int known = SHORT.indexOf(kind);
            int length = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
            if (known >= 0) {
                out.append(MEANT.charAt(known));
                i += 2;
            } else if (length > 0) {
                out.appendCodePoint(code(inner, i + 2, length, 16));
                i += 2 + length;
            } else if (kind >= '0' && kind <= '7') {
                out.appendCodePoint(code(inner, i + 1, 3, 8));
                i += 4;
            } else {
                throw new IllegalArgumentException("unknown escape \\" + kind);
            }
        }
        return out.toString();
    }

    private static int code(String text, int at, int length, int base) {
        if (at + length > text.length()) {
            throw new IllegalArgumentException("an escape is cut off");
        }
        int code = Integer.parseUnsignedInt(text.substring(at, at + length), base);
        if (!Character.isValidCodePoint(code)) {
            throw new IllegalArgumentException("an escape names no character");
        }
        return code;
    }
}
