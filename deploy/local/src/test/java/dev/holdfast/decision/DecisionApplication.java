package dev.holdfast.decision;

import dev.holdfast.local.fake.FakeService;

import java.io.IOException;

/// Has the name of the real one, so that the house starts it.
public final class DecisionApplication {
    private DecisionApplication() {}

    public static void main(String[] args) throws IOException {
        FakeService.serve();
    }
}
