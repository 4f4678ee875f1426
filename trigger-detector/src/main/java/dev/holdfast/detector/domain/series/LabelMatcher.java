package dev.holdfast.detector.domain.series;

import org.jspecify.annotations.Nullable;

import java.util.regex.Pattern;

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
    private final @Nullable Pattern pattern;

    /// @throws java.util.regex.PatternSyntaxException where a regular expression is none
    public LabelMatcher(String name, Op op, String value) {
        this.op = op;
        this.name = name;
        this.value = value;
        this.pattern = op == Op.REGEX || op == Op.NOT_REGEX ? Re2.compile(value) : null;
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
        return switch (op) {
            case EQUAL -> value.equals(actual);
            case NOT_EQUAL -> !value.equals(actual);
            case REGEX -> pattern != null && pattern.matcher(actual).matches();
            case NOT_REGEX -> pattern != null && !pattern.matcher(actual).matches();
        };
    }

    public boolean matches(Labels labels) {
        return matches(labels.get(name));
    }

    @Override
    public String toString() {
        return name + op.sign + '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
