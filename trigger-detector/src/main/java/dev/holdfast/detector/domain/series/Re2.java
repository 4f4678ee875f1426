package dev.holdfast.detector.domain.series;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Reads a regular expression of Prometheus (RE2) as a Java pattern of the same meaning.
/// What RE2 refuses (look-around, back-references, possessive and atomic groups) is refused here too.
public final class Re2 {

    private final String source;
    private final StringBuilder out = new StringBuilder();
    private int at;

    private Re2(String source) {
        this.source = source;
    }

    /// @throws PatternSyntaxException where RE2 would not take it
    public static Pattern compile(String source) {
        return Pattern.compile(new Re2(source).translate(), Pattern.DOTALL);
    }

    private String translate() {
        while (at < source.length()) {
            char c = source.charAt(at);
            switch (c) {
                case '\\' -> escape();
                case '[' -> characterClass();
                case '(' -> group();
                case '$' -> replace("\\z");
                case '*', '+', '?', '}' -> quantifier(c);
                default -> copy(1);
            }
        }
        return out.toString();
    }

    private void copy(int count) {
        out.append(source, at, Math.min(source.length(), at + count));
        at += count;
    }

    private void replace(String text) {
        out.append(text);
        at++;
    }

    private boolean ahead(String text) {
        return source.startsWith(text, at);
    }

    private PatternSyntaxException refused(String what) {
        return new PatternSyntaxException(what + " is not part of RE2", source, at);
    }

    private void escape() {
        char next = at + 1 < source.length() ? source.charAt(at + 1) : ' ';
        if ((next >= '1' && next <= '9') || next == 'k') {
            throw refused("a back-reference");
        }
        if ("GZRXhHV".indexOf(next) >= 0) {
            throw refused("\\" + next);
        }
        if (ahead("\\Q")) {
            int end = source.indexOf("\\E", at);
            copy(end < 0 ? source.length() - at : end + 2 - at);
            return;
        }
        copy(2);
    }

    private void group() {
        if (ahead("(?P<")) {
            out.append("(?<");
            at += 4;
        } else if (ahead("(?=") || ahead("(?!") || ahead("(?<=") || ahead("(?<!") || ahead("(?>")) {
            throw refused("look-around or an atomic group");
        } else {
            copy(ahead("(?") ? 2 : 1);
        }
    }

    private void quantifier(char c) {
        copy(1);
        if (at < source.length()
                && source.charAt(at) == '+'
                && !out.toString().endsWith("\\" + c)) {
            throw refused("a possessive or doubled quantifier");
        }
        if (at < source.length() && source.charAt(at) == '?') {
            copy(1);
        }
    }

    private void characterClass() {
        copy(1);
        if (ahead("^")) {
            copy(1);
        }
        if (ahead("]")) {
            replace("\\]");
        }
        while (at < source.length() && source.charAt(at) != ']') {
            if (ahead("[:")) {
                posixClass();
            } else if (source.charAt(at) == '[' || source.charAt(at) == '&') {
                out.append('\\');
                copy(1);
            } else {
                copy(source.charAt(at) == '\\' ? 2 : 1);
            }
        }
        copy(1);
    }

    private void posixClass() {
        int end = source.indexOf(":]", at);
        String name = end < 0 ? "" : source.substring(at + 2, end);
        boolean negated = name.startsWith("^");
        String java =
                switch (negated ? name.substring(1) : name) {
                    case "alnum" -> "Alnum";
                    case "alpha" -> "Alpha";
                    case "ascii" -> "ASCII";
                    case "blank" -> "Blank";
                    case "cntrl" -> "Cntrl";
                    case "digit" -> "Digit";
                    case "graph" -> "Graph";
                    case "lower" -> "Lower";
                    case "print" -> "Print";
                    case "punct" -> "Punct";
                    case "space" -> "Space";
                    case "upper" -> "Upper";
                    case "xdigit" -> "XDigit";
                    default -> throw refused("the character class [:" + name + ":]");
                };
        out.append(negated ? "\\P{" : "\\p{").append(java).append('}');
        at = end + 2;
    }
}
