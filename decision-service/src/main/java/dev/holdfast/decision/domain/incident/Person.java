package dev.holdfast.decision.domain.incident;

import java.util.List;

/// Somebody who says something, with the roles of pack.yml that they hold.
public record Person(String name, List<String> roles) {
    public Person {
        roles = List.copyOf(roles);
    }
}
