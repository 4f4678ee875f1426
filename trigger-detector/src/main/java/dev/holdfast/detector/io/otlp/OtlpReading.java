package dev.holdfast.detector.io.otlp;

import dev.holdfast.detector.flow.intake.Measured;

import java.util.List;

/// What one OTLP request says in our terms.
///
/// @param measured samples to let in
/// @param rejected data points of kinds that have no classic series
/// @param reason why, if any were rejected
public record OtlpReading(List<Measured> measured, long rejected, String reason) {
    public OtlpReading {
        measured = List.copyOf(measured);
    }
}
