package dev.holdfast.detector.domain.exact;

/// The expression is right, but the data at hand does not allow it (two series where one was needed, …).
public final class EvaluationException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public EvaluationException(String message) {
        super(message);
    }
}
