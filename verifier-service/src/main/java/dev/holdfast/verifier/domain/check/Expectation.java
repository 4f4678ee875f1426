package dev.holdfast.verifier.domain.check;

import com.google.re2j.Pattern;

import org.jspecify.annotations.Nullable;

/// What one value of an answer must be.
public sealed interface Expectation {
    /// @param value null when it is not there
    Finding judge(String what, @Nullable String value, Given given);

    record Compares(Bound bound) implements Expectation {
        @Override
        public Finding judge(String what, @Nullable String value, Given given) {
            return value == null ? absent(what) : bound.judge(what, value, given);
        }
    }

    /// Found anywhere in the value; RE2, so that no answer can make it slow.
    record Matches(Pattern pattern) implements Expectation {
        @Override
        public Finding judge(String what, @Nullable String value, Given given) {
            if (value == null) {
                return absent(what);
            }
            String shown = "'" + Evidence.cut(value, 120) + "'";
            return pattern.matcher(value).find()
                    ? Finding.passed("%s is %s".formatted(what, shown))
                    : Finding.failed("%s is %s, must match %s".formatted(what, shown, pattern));
        }
    }

    record Exists(boolean wanted) implements Expectation {
        @Override
        public Finding judge(String what, @Nullable String value, Given given) {
            String says = what + (value == null ? " is not there" : " is there");
            return (value != null) == wanted ? Finding.passed(says) : Finding.failed(says);
        }
    }

    /// Nothing was measured.
    private static Finding absent(String what) {
        return Finding.inconclusive(what + " is not in the answer, so it cannot be judged");
    }
}
