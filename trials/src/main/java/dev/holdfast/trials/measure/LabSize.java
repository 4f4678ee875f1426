package dev.holdfast.trials.measure;

/// How much is broken how often.
///
/// @param systems that break side by side
/// @param incidents over all of them, the first one of each system not counted
/// @param periodSeconds between two breaks of one system
record LabSize(int systems, int incidents, int periodSeconds) {
    LabSize {
        if (systems < 1 || systems > 99 || incidents < systems || periodSeconds < 4) {
            throw new IllegalArgumentException(
                    "%d systems, %d incidents, a break each %d s: 1 to 99 systems, an incident each at least, 4 s at least"
                            .formatted(systems, incidents, periodSeconds));
        }
    }

    /// Breaks of each system, with the first one that only warms up.
    int rounds() {
        return 1 + (incidents + systems - 1) / systems;
    }
}
