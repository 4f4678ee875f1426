package dev.holdfast.executor.io.glass;

/// Whoever broke the glass, at the keyboard.
public interface GlassPerson {
    /// What becomes of a step, or of the whole, that cannot go on by itself.
    enum Answer {
        /// It is as it should be: go on.
        GO_ON,
        /// Try it again.
        RETRY,
        /// End the run.
        ABORT
    }

    /// @param step empty for the whole
    Answer asked(String step, String question);
}
