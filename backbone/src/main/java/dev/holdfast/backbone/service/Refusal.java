package dev.holdfast.backbone.service;

import io.micronaut.http.HttpStatus;

/// A request that is not done, with what its sender can do about it. Becomes an RFC 9457 problem.
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final HttpStatus status;

    public Refusal(HttpStatus status, String detail) {
        super(detail);
        this.status = status;
    }

    public HttpStatus status() {
        return status;
    }
}
