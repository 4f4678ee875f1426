package dev.holdfast.detector.io.watch;

import dev.holdfast.detector.domain.release.Sighting.State;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Optional;

/// Looks at one workload, again and again, always by the same thread.
interface Look {
    /// What runs there; empty when nothing does.
    ///
    /// @param at now, milliseconds since the epoch
    /// @throws IOException when it could not be seen, with what the reader can do about it; it says
    ///     nothing of what a secret holds
    Optional<Seen> look(long at) throws IOException, InterruptedException;

    /// @param image as the workload names it
    /// @param told why, in words
    /// @param held whether somebody keeps it on its way on purpose, so that no deadline runs
    /// @param commit that the image says it was made from, if it does
    record Seen(String image, State state, String told, boolean held, @Nullable String commit) {
        static Seen of(String image, State state, String told) {
            return new Seen(image, state, told, false, null);
        }

        /// The tag of the image; its digest where it is named by that alone.
        String release() {
            String name = image.substring(image.lastIndexOf('/') + 1);
            int digest = name.indexOf('@');
            String tagged = digest < 0 ? name : name.substring(0, digest);
            int tag = tagged.indexOf(':');
            if (tag >= 0 && tag + 1 < tagged.length()) {
                return tagged.substring(tag + 1);
            }
            return digest < 0 ? "latest" : name.substring(digest + 1);
        }
    }
}
