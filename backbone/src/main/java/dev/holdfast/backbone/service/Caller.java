package dev.holdfast.backbone.service;

import io.micronaut.http.HttpStatus;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

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

    /// Refuses (403) whoever has none of these roles.
    public void needs(String... oneOf) {
        if (Arrays.stream(oneOf).noneMatch(this::is)) {
            throw new Refusal(
                    HttpStatus.FORBIDDEN,
                    "This needs one of the roles %s; %s has %s"
                            .formatted(List.of(oneOf), name, new TreeSet<>(roles)));
        }
    }
}
