package dev.holdfast.executor.domain.rollback;

import java.time.Instant;

/// The kill switch of one reach: while it is on, no step begins there.
///
/// @param reach `*` for everything, `system/*`, or `system/environment`
public record Halt(boolean on, String reach, String by, String reason, Instant at) {
    public String sentence() {
        return "halted for %s by %s since %s: %s".formatted(reach, by, at, reason);
    }
}
