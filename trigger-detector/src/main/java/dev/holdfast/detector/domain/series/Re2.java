package dev.holdfast.detector.domain.series;

import com.google.re2j.Pattern;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;

/// Regular expressions as Prometheus has them (RE2). However one is written, matching takes time in proportion to the text:
/// whoever may ask a question cannot stop the stream with one.
public final class Re2 {
    /// Texts and alternatives of texts, which need no expression.
    private static final java.util.regex.Pattern PLAIN =
            java.util.regex.Pattern.compile("[\\w \\-/:,;=@%&~#'\"<>!|]*");

    private Re2() {}

    /// `.` also matches a line's end, as in Prometheus.
    ///
    /// @throws PatternSyntaxException where RE2 would not take it
    public static Pattern compile(String source) {
        Re2Size.check(source);
        try {
            return Pattern.compile(source, Pattern.DOTALL);
        } catch (com.google.re2j.PatternSyntaxException e) {
            throw new PatternSyntaxException(e.getDescription(), e.getPattern(), -1);
        }
    }

    /// Whether a whole text fits.
    ///
    /// @throws PatternSyntaxException where RE2 would not take it
    public static Predicate<String> whole(String source) {
        if (PLAIN.matcher(source).matches()) {
            return Set.copyOf(List.of(source.split("\\|", -1)))::contains;
        }
        return switch (source) {
            case ".*" -> _ -> true;
            case ".+" -> text -> !text.isEmpty();
            default -> compile(source)::matches;
        };
    }
}
