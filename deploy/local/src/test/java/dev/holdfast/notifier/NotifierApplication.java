package dev.holdfast.notifier;

import dev.holdfast.local.fake.FakeService;

import java.io.IOException;

/// Has the name of the real one, so that the house starts it.
public final class NotifierApplication {
    private NotifierApplication() {}

    public static void main(String[] args) throws IOException {
        FakeService.serve();
    }
}
