package dev.holdfast.executor.domain.rollback;

import java.time.Instant;

/// One line of a rollback's journal; written once, never changed.
///
/// @param number from 1, gapless in one rollback
/// @param key of the effect
/// @param epoch of the lease under which it was written
/// @param result `done`, `not done`, `unsure`, ..., or what is intended
public record JournalEntry(
        String rollback,
        int number,
        Kind kind,
        String step,
        int attempt,
        String key,
        long epoch,
        String result,
        String evidence,
        Instant at) {
    /// What a line says.
    public enum Kind {
        /// Written before an effect: from here on it may have happened.
        INTENT,
        /// What the effect came to.
        OUTCOME,
        /// What looking at the target has shown, after an intent without an outcome.
        LOOK,
        /// Something that changes no target: a person's word, a deadline, a skip.
        NOTE
    }
}
