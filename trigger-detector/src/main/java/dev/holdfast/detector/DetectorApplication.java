package dev.holdfast.detector;

import dev.holdfast.backbone.service.Service;

/// Starts trigger-detector.
public final class DetectorApplication {
    static final String NAME = "trigger-detector";
    static final int PORT = 7401;

    private DetectorApplication() {}

    public static void main(String[] args) {
        Service.run(DetectorApplication.class, NAME, PORT, args);
    }
}
