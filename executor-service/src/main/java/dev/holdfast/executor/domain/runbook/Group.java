package dev.holdfast.executor.domain.runbook;

/// Steps that are done side by side.
///
/// @param name unique in its runbook
/// @param limit how many of them at the same time, 1 to 32
public record Group(String name, int limit) {
    public static final int MOST = 32;

    /// The group that saves evidence before anything is changed.
    public static final String EVIDENCE = "evidence";

    public Group {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException(
                    "Of group %s 1 to %d steps may run at once, not %d"
                            .formatted(name, MOST, limit));
        }
    }
}
