package dev.holdfast.executor;

import dev.holdfast.backbone.service.Service;

/// Starts executor-service.
public final class ExecutorApplication {
    public static final String NAME = "executor-service";
    public static final int PORT = 7403;

    private ExecutorApplication() {}

    public static void main(String[] args) {
        Service.run(ExecutorApplication.class, NAME, PORT, args);
    }
}
