package dev.holdfast.local;

/// A part of the local house could not be started or stopped. The message is for the person at
/// the terminal: what happened with values, what was done about it, what to do now.
public final class LocalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LocalException(String message) {
        super(message);
    }

    public LocalException(String message, Throwable cause) {
        super(message, cause);
    }
}
