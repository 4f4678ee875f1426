package dev.holdfast.decision.domain.incident;

import java.util.Optional;

/// The kill switch as this service has heard of it; the executor reads its own row besides.
final class Switches {
    private Switches() {}

    static Optional<String> halted(Situation situation) {
        return situation.halted().isEmpty() ? Optional.empty() : Optional.of(situation.halted());
    }
}
