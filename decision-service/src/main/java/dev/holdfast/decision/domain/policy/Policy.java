package dev.holdfast.decision.domain.policy;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Severity;
import dev.holdfast.backbone.pack.PackManifest.Person;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What one version of a pack says about deciding.
///
/// @param digest the version of the pack
/// @param modes by environment; `*` for all that are not named
/// @param planning pre-flight's budget
/// @param facts what only people know, by name
/// @param assess the look at the world when an incident opens; null: none
/// @param window after a deployment, how long it goes back without people; null: always
/// @param fixForward how long people may repair it instead
/// @param roles highest first, as in pack.yml
/// @param duty who holds a role that goes round, and who stands in for whom
/// @param chores what people owe every incident
/// @param holdsVerify the stage that proves that a new release works, before it holds; null: none
/// @param groups of systems that go back together, by name; led by this one
/// @param follows systems, or `system/environment`, whose groups may take this one along
/// @param breakGlass who may order alone; null: nobody
public record Policy(
        String system,
        String digest,
        Map<String, Mode> modes,
        Duration holdsAfter,
        Duration planning,
        Duration rollingBack,
        String verifyStage,
        Duration verifyWithin,
        Duration watchAfter,
        Duration clearWithin,
        Set<String> signals,
        Duration signalsStand,
        Map<String, FactQuestion> facts,
        @Nullable Assess assess,
        @Nullable AutomaticWindow window,
        FixForward fixForward,
        List<Row> matrix,
        List<AuthorityRule> authority,
        LimitPolicy limits,
        List<NextTry> onFailure,
        Escalation escalation,
        List<String> roles,
        List<Person> people,
        Duty duty,
        @Nullable BreakGlass breakGlass,
        List<Chore> chores,
        @Nullable String holdsVerify,
        Map<String, Group> groups,
        Set<String> follows) {

    public static final Duration HOLDS_AFTER = Duration.ofMinutes(30);
    private static final Duration PLANNING_P0 = Duration.ofSeconds(2);

    /// The mode that the pack gives an environment, while no person has set another.
    public Mode mode(String environment) {
        return modes.getOrDefault(environment, modes.getOrDefault("*", Mode.OBSERVE));
    }

    /// Pre-flight's budget; for P0 at most 2 s.
    public Duration planning(Severity severity) {
        boolean shorter = severity == Severity.P0 && planning.compareTo(PLANNING_P0) > 0;
        return shorter ? PLANNING_P0 : planning;
    }

    /// May a group of `leader` take this system along? One that is named without its environment
    /// may in the same one.
    public boolean follows(Scope member, Scope leader) {
        boolean same = leader.environment().equals(member.environment());
        return Objects.equals(leader.drill(), member.drill())
                && ((same && follows.contains(leader.system()))
                        || follows.contains(leader.system() + "/" + leader.environment()));
    }

    /// The row of this name.
    public Optional<Row> row(@Nullable String name) {
        return matrix.stream().filter(r -> r.name().equals(name)).findFirst();
    }

    public Optional<Person> person(String name) {
        return people.stream().filter(p -> p.name().equals(name)).findFirst();
    }

    /// The roles that somebody holds now.
    ///
    /// @param token what their token gives them
    /// @param told by role, who was told from outside to be on duty
    public List<String> rolesOf(
            String name, List<String> token, Map<String, Duty.Told> told, Instant now) {
        Map<String, List<String>> given = new HashMap<>();
        people.forEach(p -> given.put(p.name(), p.roles()));
        given.merge(
                name, token, (a, b) -> Stream.concat(a.stream(), b.stream()).distinct().toList());
        return duty.roles(name, given, told, now);
    }

    /// Is `one` above `other`?
    public boolean above(String one, String other) {
        int a = roles.indexOf(one);
        int b = roles.indexOf(other);
        return a >= 0 && (b < 0 || a < b);
    }

    /// These roles and the one above the highest of them; empty if there is none above.
    public Optional<List<String>> widened(List<String> asked) {
        int highest = asked.stream().mapToInt(roles::indexOf).filter(i -> i >= 0).min().orElse(0);
        return highest == 0
                ? Optional.empty()
                : Optional.of(
                        Stream.concat(Stream.of(roles.get(highest - 1)), asked.stream()).toList());
    }

    /// The runbook for a request of a person that no row answers.
    public Optional<String> firstRunbook(List<String> changes) {
        for (Row row : matrix) {
            if (row.runbook() != null) {
                return Optional.of(row.runbook().of(changes));
            }
        }
        return Optional.empty();
    }

    /// Asked when no rule of authority answers: the highest role, one person, 15 minutes.
    public Stage lastResort() {
        return new Stage(
                Stage.Kind.APPROVE,
                roles.isEmpty() ? List.of() : List.of(roles.getFirst()),
                1,
                Duration.ofMinutes(15),
                false);
    }

    /// The role of `mine` that may answer for one of `asked`: the same one, or a higher.
    public Optional<String> answering(List<String> mine, List<String> asked) {
        Optional<String> same = mine.stream().filter(asked::contains).findFirst();
        if (same.isPresent()) {
            return same;
        }
        int lowest = asked.stream().mapToInt(roles::indexOf).max().orElse(-1);
        return mine.stream()
                .filter(r -> roles.indexOf(r) >= 0 && roles.indexOf(r) < lowest)
                .findFirst();
    }
}
