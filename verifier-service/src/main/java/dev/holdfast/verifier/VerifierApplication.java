package dev.holdfast.verifier;

import dev.holdfast.backbone.service.Service;

/// Starts verifier-service.
public final class VerifierApplication {
    /// The service's name, as events and settings know it.
    public static final String NAME = "verifier-service";

    /// Where it listens unless told otherwise.
    public static final int PORT = 7404;

    private VerifierApplication() {}

    public static void main(String[] args) {
        Service.run(VerifierApplication.class, NAME, PORT, args);
    }
}
