package dev.holdfast.detector.domain.release;

import java.util.Optional;

/// How far the deployment of a release has come, with the kind of signal that tells it.
public enum Phase {
    STARTED("deployment.started"),
    FINISHED("deployment.finished"),
    FAILED("deployment.failed");

    private final String kind;

    Phase(String kind) {
        this.kind = kind;
    }

    public String kind() {
        return kind;
    }

    /// The phase that a signal of this kind tells, if it tells one.
    public static Optional<Phase> of(String kind) {
        for (Phase p : values()) {
            if (p.kind.equals(kind)) {
                return Optional.of(p);
            }
        }
        return Optional.empty();
    }
}
