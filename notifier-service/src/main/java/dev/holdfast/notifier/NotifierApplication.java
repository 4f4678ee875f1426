package dev.holdfast.notifier;

import dev.holdfast.backbone.service.Service;

/// Starts notifier-service.
public final class NotifierApplication {
    static final String NAME = "notifier-service";
    static final int PORT = 7405;

    private NotifierApplication() {}

    public static void main(String[] args) {
        Service.run(NotifierApplication.class, NAME, PORT, args);
    }
}
