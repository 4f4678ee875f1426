package dev.holdfast.detector.domain.rules;

/// Something wrong in a file; line and column count from one.
public record Problem(String file, int line, int column, String message) {

    @Override
    public String toString() {
        return "%s:%d:%d: %s".formatted(file, line, column, message);
    }
}
