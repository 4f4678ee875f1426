package dev.holdfast.detector.domain.release;

import java.util.Arrays;
import java.util.Optional;

/// What a look at a component's workload has shown.
///
/// @param release that its image names
/// @param at when it was looked at, milliseconds since the epoch
public record Sighting(String release, State state, long at) {

    /// How much of the workload runs that release.
    public enum State {
        /// Not everywhere yet.
        ROLLING("rolling"),
        /// Everywhere, as many as are wanted.
        RUNNING("running"),
        /// It will not become complete by itself, or not in time.
        FAILING("failing");

        private final String word;

        State(String word) {
            this.word = word;
        }

        /// As the signal `image.seen` has it.
        public String word() {
            return word;
        }

        public static Optional<State> of(String word) {
            return Arrays.stream(values()).filter(s -> s.word.equals(word)).findFirst();
        }
    }
}
