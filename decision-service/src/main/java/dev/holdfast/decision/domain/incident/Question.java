package dev.holdfast.decision.domain.incident;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What people are asked about one plan.
///
/// @param rule the rule of authority that asks
/// @param stage which of its stages, from 0
/// @param excluded who may not answer, because they asked for it or deployed the release
public record Question(
        String request,
        String rule,
        int stage,
        List<String> roles,
        int needed,
        List<String> excluded,
        @Nullable String dataLost) {
    public Question {
        roles = List.copyOf(roles);
        excluded = List.copyOf(excluded);
    }

    /// One approval.
    public record Vote(String by, String role) {
        @Override
        public String toString() {
            return by + " (" + role + ")";
        }
    }
}
