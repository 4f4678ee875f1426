package dev.holdfast.backbone.service;

import java.util.Set;

/// Who sent a request, as their token says.
///
/// @param roles what the token's owner may speak for; `admin` may do everything but approve
public record Caller(String name, Set<String> roles) {
    public Caller {
        roles = Set.copyOf(roles);
    }

    public boolean is(String role) {
        return roles.contains(role);
    }
}
