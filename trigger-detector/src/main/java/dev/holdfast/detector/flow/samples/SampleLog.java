package dev.holdfast.detector.flow.samples;

import java.util.Collection;
import java.util.List;

/// Appends to `holdfast.samples`. What was appended is never lost; it may be appended twice.
public interface SampleLog {

    /// Returns when the broker has all of it.
    ///
    /// @throws Unavailable when it has not; some of it may be there then, and repeating is harmless
    /// @throws Refused when some of it can never be written; the rest may be there
    void append(List<Addressed> arrivals);

    /// Appends the time to each of these partitions, without waiting: the next tick follows soon.
    void tick(Collection<Integer> partitions, long at);

    /// Something that the log will never take, however often it is tried.
    final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Refused(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// The log could not be written, or must not be yet.
    final class Unavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Unavailable(String message) {
            super(message);
        }

        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
