package dev.holdfast.detector.domain.series;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// How large a regular expression becomes once its repetitions are written out, found without writing them out: thirty
/// characters can ask for a gigabyte.
final class Re2Size {
    private static final int MOST_CHARACTERS = 16_384;
    private static final int MOST_DEPTH = 500;

    /// Far more than a person writes; about a megabyte.
    private static final long MOST = 20_000;

    private static final Pattern REPETITION = Pattern.compile("\\{(\\d{1,4})(?:,(\\d{0,4}))?\\}");

    private final String source;
    private final Deque<Long> outer = new ArrayDeque<>();
    private long size;
    private long last;

    private Re2Size(String source) {
        this.source = source;
    }

    /// @throws PatternSyntaxException where it is too much
    static void check(String source) {
        if (source.length() > MOST_CHARACTERS) {
            throw new PatternSyntaxException(
                    "%d characters, allowed are %d".formatted(source.length(), MOST_CHARACTERS),
                    source.substring(0, 40),
                    -1);
        }
        new Re2Size(source).scan();
    }

    private void scan() {
        Matcher repetition = REPETITION.matcher(source);
        for (int at = 0; at < source.length(); at++) {
            char c = source.charAt(at);
            if (c == '(') {
                outer.push(size);
                size = 0;
                last = 0;
            } else if (c == ')' && !outer.isEmpty()) {
                last = size + 2;
                size = outer.pop() + last;
            } else if (c == '{' && repetition.region(at, source.length()).lookingAt()) {
                repeated(repetition);
                at = repetition.end() - 1;
            } else {
                at = c == '\\' ? escape(at) : c == '[' ? characterClass(at) : at;
                size++;
                last = 1;
            }
            if (size > MOST || outer.size() > MOST_DEPTH) {
                throw new PatternSyntaxException(
                        "with its repetitions written out it has more than %d parts, or more than %d levels"
                                .formatted(MOST, MOST_DEPTH),
                        source,
                        at);
            }
        }
    }

    private void repeated(Matcher repetition) {
        String most = repetition.group(2);
        long least = Long.parseLong(repetition.group(1));
        long times = most == null || most.isEmpty() ? least : Long.parseLong(most);
        size += last * Math.max(0, times - 1);
        last *= Math.max(1, times);
    }

    private int escape(int at) {
        if (source.startsWith("\\Q", at)) {
            int end = source.indexOf("\\E", at);
            return end < 0 ? source.length() - 1 : end + 1;
        }
        return at + 1;
    }

    /// Its last character; what is in it counts as one.
    private int characterClass(int at) {
        int i = source.startsWith("[^", at) ? at + 2 : at + 1;
        i += source.startsWith("]", i) ? 1 : 0;
        while (i < source.length() && source.charAt(i) != ']') {
            if (source.startsWith("[:", i)) {
                int end = source.indexOf(":]", i);
                i = end < 0 ? source.length() : end + 1;
            }
            i += i < source.length() && source.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(i, source.length() - 1);
    }
}
