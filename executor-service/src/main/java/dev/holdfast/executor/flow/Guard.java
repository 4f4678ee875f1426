package dev.holdfast.executor.flow;

import dev.holdfast.executor.domain.rollback.Finding;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Stands around every touch of a target: a limit of time, of calls at once, and of calls to a
/// target that does not answer.
public interface Guard {
    /// What is cut off answers `Unsure`. Throws [Refused] when it was not tried at all.
    ///
    /// @param held whether the lease holds still; what is under way when it ends is stopped, since
    ///     another executor may begin the same
    Finding around(String target, Duration limit, BooleanSupplier held, Supplier<Finding> touch);

    /// The same for what only looks: it is limited in time and never refused, since what nobody looks
    /// at stays unknown.
    default Finding look(String target, Duration limit, Supplier<Finding> look) {
        return around(target, limit, () -> true, look);
    }

    /// The target was not touched.
    final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Refused(String message) {
            super(message);
        }
    }
}
