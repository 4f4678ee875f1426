package dev.holdfast.detector.domain.series;

import java.util.function.Predicate;

/// One condition on a label: `name="value"`, `!=`, `=~` or `!~` (anchored at both ends).
public final class LabelMatcher {

    /// How the value is compared.
    public enum Op {
        EQUAL("="),
        NOT_EQUAL("!="),
        REGEX("=~"),
        NOT_REGEX("!~");

        public final String sign;

        Op(String sign) {
            this.sign = sign;
        }
    }

    private final Op op;
    private final String name;
    private final String value;
    private final Predicate<String> taken;

    /// @throws java.util.regex.PatternSyntaxException where a regular expression is none
    public LabelMatcher(String name, Op op, String value) {
        this.op = op;
        this.name = name;
        this.value = value;
        this.taken =
                switch (op) {
                    case EQUAL -> value::equals;
                    case NOT_EQUAL -> Predicate.not(value::equals);
                    case REGEX -> Re2.whole(value);
                    case NOT_REGEX -> Predicate.not(Re2.whole(value));
                };
    }

    public static LabelMatcher equal(String name, String value) {
        return new LabelMatcher(name, Op.EQUAL, value);
    }

    public Op op() {
        return op;
    }

    public String name() {
        return name;
    }

    public String value() {
        return value;
    }

    public boolean matches(String actual) {
        return taken.test(actual);
    }

    public boolean matches(Labels labels) {
        return matches(labels.get(name));
    }

    @Override
    public String toString() {
        return name + op.sign + '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
