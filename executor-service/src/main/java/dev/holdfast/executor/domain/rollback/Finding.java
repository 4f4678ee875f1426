package dev.holdfast.executor.domain.rollback;

import java.util.Map;

/// What doing something, or looking whether it was done, has shown.
public sealed interface Finding {
    /// @param outputs for later steps, by name
    record Done(String evidence, Map<String, String> outputs) implements Finding {
        public Done {
            outputs = Map.copyOf(outputs);
        }

        public Done(String evidence) {
            this(evidence, Map.of());
        }
    }

    /// The target certainly is not in the wanted state.
    record NotDone(String reason, String evidence) implements Finding {}

    /// The target was not touched at all: no attempt.
    record NotTried(String reason) implements Finding {}

    /// It may have been done or not, for example because the answer was lost.
    record Unsure(String reason, String evidence) implements Finding {}
}
