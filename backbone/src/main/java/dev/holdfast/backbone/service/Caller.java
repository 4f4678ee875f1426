package dev.holdfast.backbone.service;

import dev.holdfast.backbone.events.Scope;

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

    /// The same with the roles that count for one system in one environment: `responder` counts
    /// everywhere, `responder@shop` for the system, `responder@shop/production` for that alone.
    public Caller in(Scope scope) {
        Set<String> here = new TreeSet<>();
        for (String role : roles) {
            int at = role.indexOf('@');
            String reach = at < 0 ? "" : role.substring(at + 1);
            if (at < 0
                    || reach.equals(scope.system())
                    || reach.equals(scope.system() + "/" + scope.environment())) {
                here.add(at < 0 ? role : role.substring(0, at));
            }
        }
        return new Caller(name, here);
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
