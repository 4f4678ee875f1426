package dev.holdfast.trials.simulation;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.IncidentEvent;
import dev.holdfast.backbone.events.NotificationEvent;
import dev.holdfast.backbone.events.RollbackEvent;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.events.VerificationEvent;
import dev.holdfast.trials.simulation.Broker.Lane;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// 1: no transition is lost or doubled. Sequences have no gaps, a record comes twice only where its
/// relay died in between, and what can happen once to a thing happens once.
final class Transitions {
    private final Map<Lane, Long> sequences = new HashMap<>();
    private final Set<String> ids = new HashSet<>();
    private final Set<String> mayRepeat = new HashSet<>();
    private final Set<String> facts = new HashSet<>();
    private final Set<String> taken = new HashSet<>();

    void relayDied(List<Envelope<?>> batch) {
        batch.forEach(e -> mayRepeat.add(e.id()));
    }

    void taken(String notice) {
        taken.add(notice);
    }

    /// False for a repeat that is in order.
    boolean written(Topic topic, Envelope<Event> event) {
        Lane lane = new Lane(topic, event.scope());
        if (!ids.add(event.id())) {
            if (!mayRepeat.remove(event.id())) {
                throw new Broken(
                        "1 nothing doubled",
                        "%s %s stands twice on %s though no relay died"
                                .formatted(event.scope(), event.data(), topic.title()));
            }
            return false;
        }
        if (event.sequence() == Simulation.FORGED) {
            return true;
        }
        long expected = sequences.getOrDefault(lane, 0L) + 1;
        if (event.sequence() != expected) {
            throw new Broken(
                    "1 gapless sequence",
                    "%s of %s has sequence %d, expected %d: %s"
                            .formatted(
                                    topic.title(),
                                    event.scope(),
                                    event.sequence(),
                                    expected,
                                    event.data()));
        }
        sequences.put(lane, expected);
        String fact = once(event.data());
        if (!fact.isEmpty() && !facts.add(fact)) {
            throw new Broken("1 nothing doubled", fact + " happened twice: " + event.data());
        }
        if (event.data() instanceof NotificationEvent.NoticeSent sent
                && !taken.contains(sent.notice())) {
            throw new Broken("1 nothing lost", "no channel has taken " + sent);
        }
        return true;
    }

    /// Names what can happen once; empty for what may happen again.
    private static String once(Event event) {
        return switch (event) {
            case IncidentEvent.IncidentOpened e -> "opened " + e.incident();
            case IncidentEvent.IncidentResolved e -> "resolution of " + e.incident();
            case IncidentEvent.IncidentClosed e -> "close of " + e.incident();
            case IncidentEvent.DecisionMade e -> "decision " + e.number() + " of " + e.incident();
            case IncidentEvent.ApprovalGranted e ->
                    "agreement of %s to %s %s".formatted(e.by(), e.request(), e.planHash());
            case RollbackEvent.RollbackStarted e -> "start of " + e.rollback();
            case RollbackEvent.RollbackCompleted e -> "end of " + e.rollback();
            case RollbackEvent.RollbackFailed e -> "end of " + e.rollback();
            case RollbackEvent.RollbackAborted e -> "end of " + e.rollback();
            case RollbackEvent.StepFinished e -> "end of " + e.rollback() + " " + e.step();
            case VerificationEvent.VerificationPassed e -> "verdict of " + e.verification();
            case VerificationEvent.VerificationFailed e -> "verdict of " + e.verification();
            case VerificationEvent.VerificationInconclusive e -> "verdict of " + e.verification();
            case NotificationEvent.NoticeSent e -> "end of notice " + e.notice();
            case NotificationEvent.NoticeFailed e -> "end of notice " + e.notice();
            default -> "";
        };
    }
}
