package dev.holdfast.backbone.memory;

/// The process of a service died at a durable write. What was not committed is gone.
public final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash(String service, int write, boolean after) {
        super("%s dies %s durable write %d".formatted(service, after ? "after" : "before", write));
    }
}
