package dev.holdfast.detector.domain.template;

/// A template that cannot be read; `offset` is where in its text.
public final class TemplateException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int offset;

    TemplateException(int offset, String message) {
        super(message);
        this.offset = offset;
    }

    public int offset() {
        return offset;
    }
}
