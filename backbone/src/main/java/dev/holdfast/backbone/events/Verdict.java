package dev.holdfast.backbone.events;

/// The three honest answers of a check. What cannot be measured is [#INCONCLUSIVE], never a pass.
public enum Verdict {
    PASSED,
    FAILED,
    INCONCLUSIVE
}
