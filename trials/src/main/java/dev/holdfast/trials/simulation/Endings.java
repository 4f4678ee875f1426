package dev.holdfast.trials.simulation;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.IncidentEvent;
import dev.holdfast.backbone.events.RollbackEvent;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.VerificationEvent;
import dev.holdfast.backbone.events.VerificationRequested;
import dev.holdfast.backbone.work.Changes.Place;
import dev.holdfast.decision.domain.incident.Incident;
import dev.holdfast.decision.flow.AuditCheck;
import dev.holdfast.executor.domain.rollback.Rollback;
import dev.holdfast.executor.domain.rollback.RollbackState;
import dev.holdfast.notifier.domain.notice.Notice;
import dev.holdfast.trials.simulation.Broker.Lane;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// 7 and 9: everything ends within 30 s of its own deadline, everything written was taken in, and the
/// audit is whole.
final class Endings {
    private static final Duration LATE = Duration.ofSeconds(30);

    /// Where readers are late by seconds, what they bring is too.
    private static final Duration LAG = Duration.ofSeconds(90);

    private final Simulation simulation;
    private final Map<String, Incident> open = new HashMap<>();
    private final Map<String, Rollback> rollbacks = new HashMap<>();
    private final Map<String, Notice> notices = new HashMap<>();
    private final Map<Scope, String> activated = new HashMap<>();
    private final Map<String, Instant> verifications = new HashMap<>();
    private final Set<String> audited = new HashSet<>();
    private long events;
    private long opened;
    private long orders;
    private long completed;
    private long resolved;
    private long escalated;
    private long withheld;
    private long refused;

    Endings(Simulation simulation) {
        this.simulation = simulation;
    }

    void kept(String service, Place place, @Nullable Object value) {
        switch (value) {
            case Incident i -> {
                if (i.isOpen()) {
                    open.put(i.id(), i);
                } else {
                    open.remove(i.id());
                }
            }
            case Rollback r -> rollbacks.put(r.id(), r);
            case Notice n -> {
                if (n.waiting()) {
                    notices.put(n.id(), n);
                } else {
                    notices.remove(n.id());
                }
            }
            case dev.holdfast.decision.domain.audit.AuditEntry e -> {
                // Commands, timers and looks are said as often as they happen.
                if (e.kind().startsWith("dev.holdfast.") && !audited.add(e.id())) {
                    throw new Broken(
                            "9 audit", "%s stands twice in %s".formatted(e, place.scope()));
                }
            }
            case null, default -> {}
        }
    }

    void written(Envelope<Event> event) {
        events++;
        switch (event.data()) {
            case VerificationRequested v -> verifications.put(v.verification(), v.deadline());
            case VerificationEvent.VerificationPassed v -> verifications.remove(v.verification());
            case VerificationEvent.VerificationFailed v -> verifications.remove(v.verification());
            case VerificationEvent.VerificationInconclusive v ->
                    verifications.remove(v.verification());
            case IncidentEvent.PackActivated a -> activated.put(event.scope(), a.digest());
            case IncidentEvent.IncidentOpened _ -> opened++;
            case IncidentEvent.RollbackOrdered _ when event.sequence() != Simulation.FORGED ->
                    orders++;
            case RollbackEvent.RollbackCompleted _ -> completed++;
            case IncidentEvent.IncidentResolved _ -> resolved++;
            case IncidentEvent.IncidentEscalated _ -> escalated++;
            case IncidentEvent.IncidentWithheld _ -> withheld++;
            case RollbackEvent.OrderRefused _ -> refused++;
            default -> {}
        }
    }

    Tally tally() {
        return new Tally(
                1, 0, 0, events, opened, orders, 0, completed, resolved, escalated, withheld,
                refused, 0);
    }

    /// Where nothing has kept a service from its work for long enough, nothing of it is overdue.
    void look() {
        Duration late = simulation.faults().lag() > 0 ? LATE.plus(LAG) : LATE;
        Instant now = simulation.now();
        if (wellFor(simulation.decision(), late)) {
            for (Incident i : open.values()) {
                Instant deadline = i.state().deadline();
                if (deadline != null && now.isAfter(deadline.plus(late))) {
                    throw late("incident", i.id() + " " + i.state(), deadline);
                }
            }
        }
        if (wellFor(simulation.executor(), late)) {
            rollbacks.values().forEach(r -> look(r, late));
        }
        if (wellFor(simulation.notifier(), late)) {
            for (Notice n : notices.values()) {
                if (now.isAfter(n.due().plus(late))) {
                    throw late("notice", n.id() + " " + n.about(), n.due());
                }
            }
        }
        if (simulation.rooms().stream().allMatch(r -> wellFor(r, late))) {
            verifications.forEach((id, deadline) -> {
                if (now.isAfter(deadline.plus(late))) {
                    throw late("verification", id, deadline);
                }
            });
        }
    }

    private void everybodyUses(Scope scope, String digest) {
        for (Room room : simulation.rooms()) {
            String used = room.current(scope);
            if (!digest.equals(used)) {
                throw new Broken(
                        "0 one pack for all",
                        "%s uses %s of %s, %s was activated"
                                .formatted(room.desk().service(), used, scope, digest));
            }
        }
    }

    private boolean wellFor(Room room, Duration time) {
        return room.well() && room.wellSince().plus(time).plus(LATE).isBefore(simulation.now());
    }

    private void look(Rollback r, Duration late) {
        Instant deadline =
                switch (r.state()) {
                    case RollbackState.Planning(Instant planBy) -> planBy;
                    case RollbackState.Ordered(_, Instant notAfter) -> notAfter;
                    case RollbackState.Running(_, Instant until) -> until;
                    case RollbackState.Paused p -> p.deadline();
                    case RollbackState.Undoing(_, Instant until, _) -> until;
                    default -> null;
                };
        if (deadline != null && simulation.now().isAfter(deadline.plus(late))) {
            throw late("rollback", r.id() + " " + r.state(), deadline);
        }
    }

    private Broken late(String what, String which, Instant deadline) {
        return new Broken(
                "7 deadlines",
                "%s %s should have ended at %s, it is %s"
                        .formatted(what, which, deadline, simulation.now()));
    }

    /// Written long enough ago to have been read by everybody.
    private boolean old(Envelope<?> event) {
        return event.time().plus(LATE).isBefore(simulation.now());
    }

    void ends() {
        look();
        for (Room room : simulation.rooms()) {
            for (Lane lane : simulation.broker().lanes()) {
                if (room.desk().reads().contains(lane.topic())) {
                    simulation.broker().lane(lane).stream()
                            .filter(e -> old(e) && !room.took(e.id()))
                            .findFirst()
                            .ifPresent(e -> {
                                throw new Broken(
                                        "1 nothing lost",
                                        "%s never took in %s".formatted(room.desk().service(), e));
                            });
                }
            }
        }
        activated.forEach(this::everybodyUses);
        AuditCheck.Report report = new AuditCheck(simulation.decision()).verify(Map.of());
        if (!report.whole()) {
            throw new Broken("9 audit", report.findings().toString());
        }
        for (Lane lane : simulation.broker().lanes()) {
            simulation.broker().lane(lane).stream()
                    .filter(e -> e.data() instanceof IncidentEvent)
                    .filter(e -> e.sequence() != Simulation.FORGED)
                    .filter(e -> old(e) && !audited.contains(e.id()))
                    .filter(e -> lane.topic() == dev.holdfast.backbone.events.Topic.INCIDENTS)
                    .findFirst()
                    .ifPresent(e -> {
                        throw new Broken("9 audit", "nothing is on record of " + e);
                    });
        }
    }
}
