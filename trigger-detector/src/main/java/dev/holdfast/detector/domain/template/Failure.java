package dev.holdfast.detector.domain.template;

/// A template cannot be written out: worded as Go does.
final class Failure extends RuntimeException {

    private static final long serialVersionUID = 1;

    Failure(String message) {
        super(message, null, false, false);
    }

    String words() {
        return String.valueOf(getMessage());
    }
}
