package dev.holdfast.decision.flow;

import dev.holdfast.decision.domain.incident.Person;
import dev.holdfast.decision.domain.policy.Policy;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;

/// Who may do what, besides approving, which the authority of the pack rules. Denied by default.
final class Access {
    private static final String ADMIN = "admin";
    private static final String RESPONDER = "responder";

    private Access() {}

    /// The person with every role of the pack that their token or pack.yml gives them.
    ///
    /// @param now who is on duty, and who stands in for whom, changes with time
    static Person known(Person caller, @Nullable Policy policy, Instant now) {
        return known(caller, policy, OnDuty.NOBODY, now);
    }

    /// @param told who was told to be on duty in the system and environment
    static Person known(Person caller, @Nullable Policy policy, OnDuty told, Instant now) {
        return policy == null
                ? caller
                : new Person(
                        caller.name(),
                        policy.rolesOf(caller.name(), caller.roles(), told.roles(), now));
    }

    /// May stop, close, ask for a rollback, and declare a release as held.
    static boolean responds(Person person, @Nullable Policy policy) {
        return rules(person, policy)
                || person.roles().contains(RESPONDER)
                || (policy != null && person.roles().stream().anyMatch(policy.roles()::contains));
    }

    /// May change the mode and the pack.
    static boolean rules(Person person, @Nullable Policy policy) {
        Optional<String> highest =
                policy == null ? Optional.empty() : policy.roles().stream().findFirst();
        return person.roles().contains(ADMIN)
                || highest.filter(person.roles()::contains).isPresent();
    }
}
