package dev.holdfast.detector.domain.template;

/// What stands between `%` and the verb. A width or precision that is not given is -1.
record Flags(
        boolean plus,
        boolean minus,
        boolean sharp,
        boolean space,
        boolean zero,
        int width,
        int precision) {

    static final Flags NONE = new Flags(false, false, false, false, false, -1, -1);

    Flags withoutZero() {
        return new Flags(plus, minus, sharp, space, false, width, precision);
    }

    Flags bare() {
        return new Flags(false, minus, false, space, zero, width, precision);
    }

    String pad(String text) {
        int missing = width - text.codePointCount(0, text.length());
        if (missing <= 0) {
            return text;
        }
        return minus ? text + " ".repeat(missing) : (zero ? "0" : " ").repeat(missing) + text;
    }

    /// A text, cut to the precision.
    String text(String text) {
        boolean cut = precision >= 0 && precision < text.codePointCount(0, text.length());
        return pad(cut ? text.substring(0, text.offsetByCodePoints(0, precision)) : text);
    }

    String quoted(String text) {
        String cut = new Flags(false, false, false, false, false, -1, precision).text(text);
        boolean raw = sharp && cut.codePoints().allMatch(c -> c != '`' && (c == '\t' || c >= ' '));
        return pad(raw ? "`" + cut + "`" : GoText.quoted(cut, '"', plus));
    }

    String whole(long value, int base, char verb) {
        String sign = value < 0 ? "-" : plus ? "+" : space ? " " : "";
        String digits = Long.toString(value, base).replaceFirst("^-", "");
        if (precision == 0 && value == 0) {
            return withoutZero().pad("");
        }
        int least = precision >= 0 ? precision : zero && !minus ? width - sign.length() : 0;
        digits = "0".repeat(Math.max(0, least - digits.length())) + digits;
        digits = verb == 'X' ? digits.toUpperCase(java.util.Locale.ROOT) : digits;
        String mark =
                verb == 'O'
                        ? "0o"
                        : !sharp
                                ? ""
                                : switch (verb) {
                                    case 'b' -> "0b";
                                    case 'o' -> digits.startsWith("0") ? "" : "0";
                                    case 'x' -> "0x";
                                    case 'X' -> "0X";
                                    default -> "";
                                };
        return withoutZero().pad(sign + mark + digits);
    }

    String decimal(double value, char verb) {
        String digits =
                switch (verb) {
                    case 'f', 'F' -> GoNumbers.fixed(value, precision < 0 ? 6 : precision);
                    case 'e', 'E' -> GoNumbers.scientific(value, precision < 0 ? 6 : precision);
                    case 'x', 'X' -> GoNumbers.hexadecimal(value, precision);
                    case 'b' -> GoNumbers.binary(value);
                    default ->
                            precision < 0
                                    ? GoNumbers.shortest(value)
                                    : GoNumbers.significant(value, precision);
                };
        if ("EGX".indexOf(verb) >= 0 && !GoNumbers.special(value)) {
            digits = digits.toUpperCase(java.util.Locale.ROOT);
        }
        if (Double.isNaN(value)) {
            return withoutZero().pad((plus ? "+" : space ? " " : "") + digits);
        }
        if (Double.isInfinite(value)) {
            boolean spaced = space && !plus && value > 0;
            return withoutZero().pad(spaced ? " " + digits.substring(1) : digits);
        }
        boolean negative = digits.startsWith("-");
        String sign = negative ? "-" : plus ? "+" : space ? " " : "";
        String plain = negative ? digits.substring(1) : digits;
        if (!sign.isEmpty() && zero && !minus && width > sign.length() + plain.length()) {
            return sign + "0".repeat(width - sign.length() - plain.length()) + plain;
        }
        return pad(sign + plain);
    }
}
