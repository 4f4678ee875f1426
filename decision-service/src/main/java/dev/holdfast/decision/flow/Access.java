package dev.holdfast.decision.flow;

import dev.holdfast.decision.domain.incident.Person;
import dev.holdfast.decision.domain.policy.Policy;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Who may do what, besides approving, which the authority of the pack rules. Denied by default.
final class Access {
    private static final String ADMIN = "admin";
    private static final String RESPONDER = "responder";

    private Access() {}

    /// The person with every role of the pack that their token or pack.yml gives them.
    static Person known(Person caller, @Nullable Policy policy) {
        if (policy == null) {
            return caller;
        }
        Stream<String> ofPack =
                policy.person(caller.name()).stream().flatMap(p -> p.roles().stream());
        List<String> roles =
                Stream.concat(caller.roles().stream(), ofPack).distinct().sorted().toList();
        return new Person(caller.name(), roles);
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
