package dev.holdfast.trials.fuzz;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Matcher;

/// Spoils a text: what people mistype, what editors leave behind, what attackers send. The same seed
/// spoils in the same way.
final class Spoiler {
    private static final List<String> BITS =
            List.of(
                    "",
                    "{",
                    "}",
                    "[",
                    "]",
                    ":",
                    "- ",
                    "&a ",
                    "*a",
                    "|",
                    ">",
                    "!!java/object ",
                    "%",
                    "${",
                    "${to}",
                    "$$",
                    "'",
                    "\"",
                    "\t",
                    "\u0000",
                    "\ud800",
                    "\u2028",
                    "\ufeff",
                    "-1",
                    "1e999",
                    "NaN",
                    "99999999999999999999",
                    "0x7fffffffffffffff",
                    "1000000000y",
                    "null",
                    "~",
                    "true",
                    "<<: *a",
                    "{{",
                    "}}",
                    "sum(rate(x[5m]))",
                    "((((((((",
                    "a.b.c",
                    "\\",
                    "\r",
                    "#",
                    "?",
                    "@");

    private final RandomGenerator random;

    Spoiler(long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    String spoil(String text) {
        String spoilt = text;
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            spoilt = once(spoilt);
        }
        return spoilt;
    }

    private String once(String text) {
        int at = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), at + random.nextInt(30));
        String bit = BITS.get(random.nextInt(BITS.size()));
        return switch (random.nextInt(6)) {
            case 0 -> text.substring(0, at) + bit + text.substring(at);
            case 1 -> text.substring(0, at) + text.substring(to);
            case 2 -> text.substring(0, at) + bit + text.substring(to);
            case 3 -> text.substring(0, to) + text.substring(at);
            case 4 -> text.substring(0, at);
            default -> lines(text, bit);
        };
    }

    /// One line is moved, doubled or indented otherwise.
    private String lines(String text, String bit) {
        String[] lines = text.split("\n", -1);
        int i = random.nextInt(lines.length);
        lines[i] =
                switch (random.nextInt(4)) {
                    case 0 -> " ".repeat(random.nextInt(8)) + lines[i].strip();
                    case 1 -> lines[i] + "\n" + lines[i];
                    case 2 -> lines[random.nextInt(lines.length)];
                    default -> lines[i].replaceFirst(":.*", ": " + Matcher.quoteReplacement(bit));
                };
        return String.join("\n", lines);
    }
}
