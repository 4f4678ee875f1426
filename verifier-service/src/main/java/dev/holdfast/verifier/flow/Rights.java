package dev.holdfast.verifier.flow;

import dev.holdfast.backbone.work.Work;
import dev.holdfast.verifier.domain.file.Rules;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Who may ask for something here: a verification may start journeys and write probes, and what is said
/// to a check may decide a rollback.
public final class Rights {
    private static final String RESPONDER = "responder";
    private static final String ADMIN = "admin";
    private static final String CALLBACK = "callback";

    private final RuleBook ruleBook;

    Rights(RuleBook ruleBook) {
        this.ruleBook = ruleBook;
    }

    /// The roles that count for the work's scope: those of the token there, and those that the pack
    /// gives to this person.
    ///
    /// @param byToken roles of the token that count for this system and environment
    public Set<String> of(Work work, String person, Set<String> byToken) {
        Set<String> roles = new TreeSet<>(byToken);
        rules(work)
                .ifPresent(r ->
                        r.manifest().people().stream()
                                .filter(p -> p.name().equals(person))
                                .forEach(p -> roles.addAll(p.roles())));
        return roles;
    }

    /// May run a verification by hand, or answer a check that names no role: responders and whoever
    /// has a role of the pack.
    public boolean responds(Work work, Set<String> roles) {
        return roles.contains(RESPONDER)
                || roles.contains(ADMIN)
                || rules(work).stream()
                        .flatMap(r -> r.manifest().roles().stream())
                        .anyMatch(roles::contains);
    }

    /// May call back: a program with the role for it, or whoever may respond.
    public boolean callsBack(Work work, Set<String> roles) {
        return roles.contains(CALLBACK) || responds(work, roles);
    }

    private Optional<Rules> rules(Work work) {
        return ruleBook.current(work, work.scope().system());
    }
}
