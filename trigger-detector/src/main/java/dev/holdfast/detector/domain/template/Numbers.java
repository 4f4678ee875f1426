package dev.holdfast.detector.domain.template;

import dev.holdfast.detector.domain.template.Token.Kind;

import java.math.BigDecimal;
import java.math.BigInteger;

/// Numbers written in templates: whole ones are Go's `int`, the others its `float64`, which do not compare with each
/// other.
final class Numbers {

    private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger GREATEST = BigInteger.valueOf(Long.MAX_VALUE);

    private Numbers() {}

    static Node.Constant constant(Token token) {
        String text = token.text();
        if (token.is(Kind.CHAR)) {
            return new Node.Constant(token.at(), character(token), text);
        }
        try {
            return new Node.Constant(
                    token.at(), floating(text) ? (Object) decimal(text) : whole(text), text);
        } catch (NumberFormatException e) {
            throw new TemplateException(token.at(), "bad number syntax: " + GoText.quoted(text));
        }
    }

    private static Long character(Token token) {
        try {
            int[] codes = GoText.unquoted(token.text()).codePoints().toArray();
            if (codes.length == 1) {
                return (long) codes[0];
            }
        } catch (IllegalArgumentException e) {
            throw new TemplateException(
                    token.at(), "malformed character constant: " + token.text());
        }
        throw new TemplateException(token.at(), "malformed character constant: " + token.text());
    }

    private static boolean hexadecimal(String text) {
        return text.contains("0x") || text.contains("0X");
    }

    private static boolean floating(String text) {
        return hexadecimal(text)
                ? text.contains("p") || text.contains("P")
                : text.contains(".") || text.contains("e") || text.contains("E");
    }

    private static double decimal(String text) {
        double value = Double.parseDouble(text.replace("_", ""));
        if (Double.isInfinite(value)) {
            throw new NumberFormatException("out of range");
        }
        return value;
    }

    private static Long whole(String text) {
        String plain = text.replace("_", "").toLowerCase(java.util.Locale.ROOT);
        String sign = plain.startsWith("-") ? "-" : "";
        String digits = plain.replaceFirst("^[+-]", "");
        int base = 10;
        if (digits.length() > 1 && digits.charAt(0) == '0') {
            char kind = digits.charAt(1);
            base = kind == 'x' ? 16 : kind == 'b' ? 2 : 8;
            digits = digits.substring(Character.isDigit(kind) ? 1 : 2);
        }
        var value = new BigInteger(sign + digits, base);
        if (value.compareTo(LEAST) < 0 || value.compareTo(GREATEST) > 0) {
            throw new NumberFormatException("overflows int");
        }
        return value.longValue();
    }

    /// `strconv.ParseFloat` of a text.
    ///
    /// @throws Failure as it words it
    static double parsed(String text) {
        String lower = text.toLowerCase(java.util.Locale.ROOT);
        String plain = lower.replaceFirst("^[+-]", "");
        double sign = lower.startsWith("-") ? -1 : 1;
        if (plain.equals("inf") || plain.equals("infinity")) {
            return sign * Double.POSITIVE_INFINITY;
        }
        if (plain.equals("nan") && plain.equals(lower)) {
            return Double.NaN;
        }
        boolean readable =
                plain.matches("(\\d++\\.?+\\d*+|\\.\\d++)(e[+-]?\\d++)?")
                        || plain.matches("0x([0-9a-f]++\\.?+[0-9a-f]*+|\\.[0-9a-f]++)p[+-]?\\d++");
        if (!readable) {
            throw new Failure(
                    "strconv.ParseFloat: parsing " + GoText.quoted(text) + ": invalid syntax");
        }
        double value =
                plain.startsWith("0x")
                        ? Double.parseDouble(lower)
                        : new BigDecimal(lower).doubleValue();
        if (Double.isInfinite(value)) {
            throw new Failure(
                    "strconv.ParseFloat: parsing " + GoText.quoted(text) + ": value out of range");
        }
        return value;
    }
}
