package dev.holdfast.verifier.domain.check;

import java.time.Instant;

/// A check that waits to be told: by a person, or by a callback from outside.
public sealed interface Told extends Check permits AttestedCheck, CallbackCheck {
    /// What has been said to it.
    ///
    /// @param by who said it
    /// @param text what was said, bounded
    record Word(boolean good, String by, String text, Instant at) {}

    Finding finding(Given given);
}
