package dev.holdfast.verifier.io.probe;

import dev.holdfast.backbone.pack.PackManifest.SecretReference;
import dev.holdfast.verifier.domain.check.Answer.Why;
import dev.holdfast.verifier.domain.file.Reach;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Map;

/// On what terms one question is put.
///
/// @param end on the monotonic clock, in nanoseconds: nothing goes on after it
/// @param timeout the whole time given, for messages
/// @param standpoint where it is put from; null for here
public record Terms(
        Reach reach,
        Map<String, SecretReference> secrets,
        long end,
        Duration timeout,
        @Nullable Standpoint standpoint) {

    public static Terms of(Reach reach, Map<String, SecretReference> secrets, Duration timeout) {
        return new Terms(reach, secrets, System.nanoTime() + timeout.toNanos(), timeout, null);
    }

    /// The same, but over so much sooner.
    public Terms sooner(Duration by) {
        return new Terms(reach, secrets, end - by.toNanos(), timeout, standpoint);
    }

    /// The same, put from somewhere else.
    public Terms at(Standpoint other) {
        return new Terms(reach, secrets, end, timeout, other);
    }

    /// In milliseconds, at least 1; throws [Unusable] when nothing is left.
    public int left() throws Unusable {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw late();
        }
        return (int) Math.min(left, Integer.MAX_VALUE);
    }

    public Unusable late() {
        return new Unusable(Why.SLOW, "no whole answer within %d ms".formatted(timeout.toMillis()));
    }
}
