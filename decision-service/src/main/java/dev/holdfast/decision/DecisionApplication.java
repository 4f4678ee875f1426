package dev.holdfast.decision;

import dev.holdfast.backbone.service.Service;

/// Starts decision-service.
public final class DecisionApplication {
    /// The service's name, as events and settings know it.
    public static final String NAME = "decision-service";

    /// Where it listens unless told otherwise.
    public static final int PORT = 7402;

    private DecisionApplication() {}

    public static void main(String[] args) {
        Service.run(DecisionApplication.class, NAME, PORT, args);
    }
}
