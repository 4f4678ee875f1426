package dev.holdfast.decision.domain.policy;

import java.util.List;

/// Who may order a plan alone in an emergency, with a reason, and at once everybody above is told.
///
/// @param losesData also a plan that loses data
public record BreakGlass(List<String> roles, boolean losesData) {
    public BreakGlass {
        roles = List.copyOf(roles);
    }
}
