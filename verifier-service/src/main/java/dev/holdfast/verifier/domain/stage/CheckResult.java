package dev.holdfast.verifier.domain.stage;

import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.verifier.domain.check.Finding;

import java.time.Duration;

/// The final word on one check of a verification.
public record CheckResult(
        String check, boolean required, double weight, Finding finding, Duration took) {
    Verdict verdict() {
        return finding.verdict();
    }
}
