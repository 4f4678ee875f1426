package dev.holdfast.decision.domain.policy;

import java.time.Duration;
import java.util.List;

/// One stage of asking: who, how many of them, and for how long before the next stage is asked.
public record Stage(List<String> roles, int number, Duration within) {
    public Stage {
        roles = List.copyOf(roles);
    }
}
