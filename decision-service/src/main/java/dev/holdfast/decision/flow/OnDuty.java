package dev.holdfast.decision.flow;

import dev.holdfast.backbone.work.Work;
import dev.holdfast.decision.domain.incident.Person;
import dev.holdfast.decision.domain.incident.Refusal.Kind;
import dev.holdfast.decision.domain.policy.Duty;
import dev.holdfast.decision.domain.policy.Policy;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// Who is on duty in one system and environment, as a tool outside tells at each change: PagerDuty,
/// Opsgenie, a calendar's job. Only roles whose `on-duty:` says `told: true` are told, and only people of
/// that list; when nothing is told any more, they go round as the pack says.
///
/// @param roles by role
record OnDuty(Map<String, Duty.Told> roles) {
    static final OnDuty NOBODY = new OnDuty(Map.of());

    /// The role of a token that may say nothing else.
    private static final String ROLE = "duty";

    private static final Duration LONGEST = Duration.ofDays(31);

    OnDuty {
        roles = new TreeMap<>(roles);
    }

    static OnDuty of(Work work) {
        return work.find(Shelves.DUTY, Shelves.ONLY).orElse(NOBODY);
    }

    private OnDuty with(String role, Duty.Told told) {
        Map<String, Duty.Told> all = new TreeMap<>(roles);
        all.put(role, told);
        return new OnDuty(all);
    }

    static Answer tell(Work work, @Nullable Policy policy, Person person, Command.TellDuty c) {
        if (!Access.rules(person, policy) && !person.roles().contains(ROLE)) {
            return Commands.forbidden(person, "the highest role of the pack, 'admin' or 'duty'");
        }
        Duty.Rotation rotation = policy == null ? null : policy.duty().rotations().get(c.role());
        if (rotation == null || !rotation.told()) {
            return new Answer.Refused(
                    Kind.CONFLICT,
                    "decisions.yml does not say 'on-duty: {%s: {told: true, …}}'"
                            .formatted(c.role()));
        }
        Instant until = c.until();
        Instant latest = work.now().plus(LONGEST);
        if (until == null || !until.isAfter(work.now()) || until.isAfter(latest)) {
            return new Answer.Refused(
                    Kind.INVALID,
                    "'until' is a time to come, at most 31 days from now, such as %s"
                            .formatted(work.now().plus(Duration.ofHours(12))));
        }
        if (!rotation.people().contains(c.person())) {
            return new Answer.Refused(
                    Kind.INVALID,
                    "'%s' is none of %s of 'on-duty: %s'"
                            .formatted(c.person(), rotation.people(), c.role()));
        }
        work.put(
                Shelves.DUTY,
                Shelves.ONLY,
                of(work).with(c.role(), new Duty.Told(c.person(), until)));
        return new Answer.Done(
                work.scope().key(),
                null,
                "%s is on duty as %s until %s".formatted(c.person(), c.role(), until));
    }
}
