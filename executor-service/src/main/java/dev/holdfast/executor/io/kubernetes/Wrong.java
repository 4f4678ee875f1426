package dev.holdfast.executor.io.kubernetes;

import dev.holdfast.executor.domain.rollback.Finding;

/// Why a request to the API server came to nothing, as far as that is known.
final class Wrong extends Exception {
    private static final long serialVersionUID = 1L;

    /// How much is known.
    enum Sort {
        /// Refused by us or by the server: nothing was changed.
        REFUSED,
        /// Nothing reached the server.
        UNREACHED,
        /// It may have been done.
        LOST
    }

    private final Sort sort;
    private final int code;

    private Wrong(Sort sort, int code, String message) {
        super(message);
        this.sort = sort;
        this.code = code;
    }

    static Wrong given(String message) {
        return new Wrong(Sort.REFUSED, 0, message);
    }

    static Wrong unreached(String message) {
        return new Wrong(Sort.UNREACHED, 0, message);
    }

    static Wrong lost(String message) {
        return new Wrong(Sort.LOST, 0, message);
    }

    /// An answer of the server that is no success.
    static Wrong answered(int code, String message) {
        return new Wrong(code >= 500 || code == 408 ? Sort.LOST : Sort.REFUSED, code, message);
    }

    /// The server's status code; 0 without an answer.
    int code() {
        return code;
    }

    boolean conflict() {
        return code == 409;
    }

    String told() {
        return String.valueOf(getMessage());
    }

    /// After an attempt to change something.
    Finding done() {
        return switch (sort) {
            case REFUSED -> new Finding.NotDone(told(), "");
            case UNREACHED -> new Finding.NotDone(told(), "");
            case LOST -> new Finding.Unsure(told(), "");
        };
    }

    /// After a look: what could not be seen may be anything.
    Finding seen() {
        return new Finding.Unsure("not seen: " + told(), "");
    }
}
