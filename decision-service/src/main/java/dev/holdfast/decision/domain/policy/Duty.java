package dev.holdfast.decision.domain.policy;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Who really holds a role now: a role that goes round is held by who is on duty, and a substitute
/// holds what the absent person holds.
public record Duty(Map<String, Rotation> rotations, List<Substitute> substitutes) {
    public static final Duty NONE = new Duty(Map.of(), List.of());

    /// A role that goes from one person to the next.
    ///
    /// @param from when the first of them begins; before it the first is on duty, too
    /// @param told whether somebody outside says who it is; while nobody does, they go round
    public record Rotation(List<String> people, Duration every, Instant from, boolean told) {
        public Rotation {
            people = List.copyOf(people);
        }

        public String onDuty(Instant now) {
            long turns =
                    now.isBefore(from)
                            ? 0
                            : Duration.between(from, now).dividedBy(every) % people.size();
            return people.get((int) turns);
        }
    }

    /// Who is on duty, as it was told from outside.
    ///
    /// @param until not included
    public record Told(String person, Instant until) {}

    /// @param from included
    /// @param to not included
    public record Substitute(String absent, String by, Instant from, Instant to) {
        boolean covers(Instant now) {
            return !now.isBefore(from) && now.isBefore(to);
        }
    }

    public Duty {
        rotations = Map.copyOf(rotations);
        substitutes = List.copyOf(substitutes);
    }

    /// The roles that somebody really holds.
    ///
    /// @param given by person, what pack.yml and their token give them
    /// @param told by role, who was last told to be on duty
    public List<String> roles(
            String person, Map<String, List<String>> given, Map<String, Told> told, Instant now) {
        TreeSet<String> held = new TreeSet<>(own(person, given, told, now));
        for (Substitute s : substitutes) {
            if (s.by().equals(person) && s.covers(now)) {
                held.addAll(own(s.absent(), given, told, now));
            }
        }
        return new ArrayList<>(held);
    }

    private List<String> own(
            String person, Map<String, List<String>> given, Map<String, Told> told, Instant now) {
        return given.getOrDefault(person, List.of()).stream()
                .filter(role ->
                        Optional.ofNullable(rotations.get(role))
                                .map(r -> onDuty(r, told.get(role), now).equals(person))
                                .orElse(true))
                .toList();
    }

    private static String onDuty(Rotation rotation, @Nullable Told told, Instant now) {
        if (told != null
                && rotation.told()
                && now.isBefore(told.until())
                && rotation.people().contains(told.person())) {
            return told.person();
        }
        return rotation.onDuty(now);
    }
}
