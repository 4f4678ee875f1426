package dev.holdfast.detector.io.remotewrite;

import dev.holdfast.detector.flow.intake.Measured;

import java.util.List;

/// What one request says in our terms.
///
/// @param samples how many are in `measured`
/// @param rejected samples that were not taken
/// @param reason why, if any were rejected
record RemoteWriteReading(List<Measured> measured, long samples, long rejected, String reason) {
    RemoteWriteReading {
        measured = List.copyOf(measured);
    }
}
