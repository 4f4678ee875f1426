package dev.holdfast.decision.domain.policy;

import java.time.Duration;
import java.util.List;

/// Whom an incident is brought to that needs people, level by level.
///
/// @param remind how long a level has before the next one is told; the last is told again
/// @param roles level 1 first
public record Escalation(Duration remind, List<String> roles) {
    public Escalation {
        roles = List.copyOf(roles);
    }

    /// The roles of a level counted from 1; above the last level it stays the last.
    public List<String> level(int level) {
        return roles.isEmpty() ? List.of() : List.of(roles.get(Math.min(level, roles.size()) - 1));
    }
}
