package dev.holdfast.executor;

import dev.holdfast.local.fake.FakeService;

import java.io.IOException;

/// Has the name of the real one, so that the house starts it.
public final class ExecutorApplication {
    private ExecutorApplication() {}

    public static void main(String[] args) throws IOException {
        FakeService.serve();
    }
}
