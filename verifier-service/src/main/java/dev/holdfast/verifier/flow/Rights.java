package dev.holdfast.verifier.flow;

import dev.holdfast.backbone.pack.PackManifest.Person;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.verifier.domain.file.Rules;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Who may read what was found, and who may ask for something here: a verification may start journeys and
/// write probes, and what is said to a check may decide a rollback.
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
        return of(work, null, person, byToken);
    }

    /// The same for a verification that runs by an older version of the pack: whom that gave a role has
    /// it there, as long as the current one knows them at all.
    Set<String> of(Work work, @Nullable String digest, String person, Set<String> byToken) {
        Set<String> roles = new TreeSet<>(byToken);
        Optional<Set<String>> now = given(current(work), person);
        now.ifPresent(roles::addAll);
        if (now.isPresent()) {
            given(ruleBook.of(work, work.scope().system(), digest), person)
                    .ifPresent(roles::addAll);
        }
        return roles;
    }

    private static Optional<Set<String>> given(Optional<Rules> rules, String person) {
        return rules.stream()
                .flatMap(r -> r.manifest().people().stream())
                .filter(p -> p.name().equals(person))
                .map(Person::roles)
                .map(r -> (Set<String>) new TreeSet<>(r))
                .findFirst();
    }

    /// May read what was asked and answered there: whoever has any role in it.
    public static boolean reads(Set<String> roles) {
        return !roles.isEmpty();
    }

    /// May run a verification by hand: responders, admins, and whoever has a role of the pack.
    public boolean starts(Work work, Set<String> roles) {
        return roles.contains(ADMIN) || responds(work, null, roles);
    }

    /// May call back: a program with the role for it, or whoever may start.
    public boolean callsBack(Work work, Set<String> roles) {
        return roles.contains(CALLBACK) || starts(work, roles);
    }

    /// May answer a check: those that it names; where it names none, responders and whoever has a role of
    /// the pack. What is said may decide, so `admin` is not among them.
    ///
    /// @param digest version of the pack that the verification runs by
    boolean answers(
            Work work, @Nullable String digest, Set<String> roles, Collection<String> asked) {
        return asked.isEmpty()
                ? responds(work, digest, roles)
                : asked.stream().anyMatch(roles::contains);
    }

    private boolean responds(Work work, @Nullable String digest, Set<String> roles) {
        return roles.contains(RESPONDER)
                || names(current(work), roles)
                || names(ruleBook.of(work, work.scope().system(), digest), roles);
    }

    private static boolean names(Optional<Rules> rules, Set<String> roles) {
        return rules.stream().flatMap(r -> r.manifest().roles().stream()).anyMatch(roles::contains);
    }

    private Optional<Rules> current(Work work) {
        return ruleBook.current(work, work.scope().system());
    }
}
