package dev.holdfast.verifier.domain.check;

/// How a measured value must stand to its limit.
public enum Relation {
    EQUALS("equal"),
    NOT_EQUALS("not equal"),
    BELOW("be below"),
    ABOVE("be above"),
    AT_MOST("be at most"),
    AT_LEAST("be at least");

    private final String must;

    Relation(String must) {
        this.must = must;
    }

    /// As in `must be below 3`.
    public String must() {
        return must;
    }

    /// Whether it is about size, so that a tolerance and numbers only make sense.
    boolean orders() {
        return this != EQUALS && this != NOT_EQUALS;
    }

    /// @param compared measured against limit: negative, zero or positive
    boolean holds(int compared) {
        return switch (this) {
            case EQUALS -> compared == 0;
            case NOT_EQUALS -> compared != 0;
            case BELOW -> compared < 0;
            case ABOVE -> compared > 0;
            case AT_MOST -> compared <= 0;
            case AT_LEAST -> compared >= 0;
        };
    }
}
