package dev.holdfast.backbone.drill;

/// The parts of an incident that have a target. Each begins where the one before ends.
public enum Phase {
    /// From the first deed to the trigger.
    DETECT("time to detect"),
    /// From the trigger to the order, without the time in which people were asked.
    DECIDE("time to decide"),
    /// From the question to the answer; there is none where nobody is asked.
    APPROVE("time to approve"),
    /// From the order to the end of the rollback.
    ROLL_BACK("time to roll back"),
    /// From the end of the rollback to the verdict.
    VERIFY("time to verify"),
    /// From the first deed to the verdict.
    IN_ALL("in all");

    private final String title;

    Phase(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
