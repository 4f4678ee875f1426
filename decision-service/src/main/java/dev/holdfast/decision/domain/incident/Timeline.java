package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.IncidentEvent;
import dev.holdfast.backbone.events.Remark.TargetMissed;
import dev.holdfast.decision.domain.policy.Moment;
import dev.holdfast.decision.domain.policy.Policy;
import dev.holdfast.decision.domain.policy.Row;
import dev.holdfast.decision.domain.policy.TimeTarget;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The times that the procedure promises, held against what happened when.
public final class Timeline {
    private Timeline() {}

    /// How one promise was kept.
    ///
    /// @param due when it ends; null while its beginning has not happened
    /// @param met null while it is still open
    public record Kept(TimeTarget target, @Nullable Instant due, @Nullable Boolean met) {}

    /// The moment that an event is, if it is one.
    static Optional<Moment> moment(IncidentEvent event) {
        return Optional.ofNullable(
                switch (event) {
                    case IncidentEvent.IncidentOpened _ -> Moment.OPENED;
                    case IncidentEvent.DecisionMade _ -> Moment.DECIDED;
                    case IncidentEvent.RollbackOrdered _ -> Moment.ORDERED;
                    case IncidentEvent.IncidentResolved _ -> Moment.RESOLVED;
                    default -> null;
                });
    }

    /// The promises of the row in force.
    public static List<Kept> kept(Incident incident, Policy policy, Instant now) {
        return targets(incident, policy).stream().map(t -> kept(t, incident, now)).toList();
    }

    private static List<TimeTarget> targets(Incident incident, Policy policy) {
        Decision d = incident.decision();
        return d == null ? List.of() : policy.row(d.row()).map(Row::targets).orElse(List.of());
    }

    private static Kept kept(TimeTarget target, Incident incident, Instant now) {
        Instant from = incident.memory().moments().get(target.from());
        Instant to = incident.memory().moments().get(target.to());
        if (from == null) {
            return new Kept(target, null, null);
        }
        Instant due = from.plus(target.within());
        if (to != null) {
            return new Kept(target, due, !to.isAfter(due));
        }
        return new Kept(target, due, now.isAfter(due) ? Boolean.FALSE : null);
    }

    /// When the next promise that is still open will be broken.
    public static Optional<Instant> nextDue(Incident incident, Policy policy) {
        return targets(incident, policy).stream()
                .filter(t -> !incident.memory().missed().contains(t.name()))
                .filter(t -> !incident.memory().moments().containsKey(t.to()))
                .flatMap(t -> Optional.ofNullable(kept(t, incident, Instant.MIN).due()).stream())
                .min(Comparator.naturalOrder());
    }

    /// Tells each promise that is broken by now, once.
    static void due(Turn turn) {
        Incident incident = turn.incident();
        for (TimeTarget t : targets(incident, turn.policy())) {
            Instant due = kept(t, incident, turn.now()).due();
            boolean open = !incident.memory().moments().containsKey(t.to());
            boolean told = turn.memory.missed().contains(t.name());
            if (open && !told && due != null && !turn.now().isBefore(due)) {
                turn.memory = turn.memory.missed(t.name());
                turn.tell(new TargetMissed(turn.id(), t.name(), t.within(), turn.now()));
            }
        }
    }
}
