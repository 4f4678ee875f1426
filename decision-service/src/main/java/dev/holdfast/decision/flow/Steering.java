package dev.holdfast.decision.flow;

import dev.holdfast.backbone.events.IncidentEvent;
import dev.holdfast.backbone.events.IncidentEvent.RollbackPauseRequested;
import dev.holdfast.backbone.events.IncidentEvent.RollbackResumeRequested;
import dev.holdfast.backbone.events.IncidentEvent.StepRetryRequested;
import dev.holdfast.backbone.events.IncidentEvent.StepSkipRequested;
import dev.holdfast.backbone.work.Because;
import dev.holdfast.decision.domain.incident.Incident;
import dev.holdfast.decision.domain.incident.Person;
import dev.holdfast.decision.domain.incident.Refusal.Kind;
import dev.holdfast.decision.domain.incident.State;
import dev.holdfast.decision.domain.policy.Policy;

import java.time.Instant;
import java.util.Optional;

/// Passes on what people want of a rollback that runs; only the executor changes what becomes of it.
final class Steering {
    private Steering() {}

    static Answer steer(Casebook book, Person person, Command.Steer c, Instant now) {
        Optional<Incident> incident = book.incident(c.incident());
        Optional<Policy> policy = incident.flatMap(book::policy);
        if (incident.isEmpty() || policy.isEmpty()) {
            return new Answer.Refused(
                    Kind.UNKNOWN, "there is no incident '%s'".formatted(c.incident()));
        }
        if (!Access.responds(person, policy.get())) {
            return Commands.forbidden(person, "a role of the pack, 'responder' or 'admin'");
        }
        if (!(incident.get().state() instanceof State.RollingBack state)) {
            return new Answer.Refused(
                    Kind.CONFLICT,
                    "no rollback of '%s' is running: it is %s"
                            .formatted(c.incident(), incident.get().state().word()));
        }
        boolean ofStep =
                c.deed() == Command.Steer.Deed.RETRY || c.deed() == Command.Steer.Deed.SKIP;
        if (ofStep && c.step().isBlank()) {
            return new Answer.Refused(Kind.INVALID, "name the 'step'");
        }
        IncidentEvent event = event(c, state.rollback(), person.name(), now);
        book.pass(incident.get(), event, Because.none());
        return new Answer.Done(
                book.site().scope().key(), c.incident(), incident.get().state().word());
    }

    private static IncidentEvent event(Command.Steer c, String rollback, String by, Instant now) {
        String incident = c.incident();
        return switch (c.deed()) {
            case PAUSE ->
                    new RollbackPauseRequested(incident, rollback, by, c.reason(), false, now);
            case TAKE_OVER ->
                    new RollbackPauseRequested(incident, rollback, by, c.reason(), true, now);
            case RESUME -> new RollbackResumeRequested(incident, rollback, by, c.reason(), now);
            case RETRY -> new StepRetryRequested(incident, rollback, c.step(), by, c.reason(), now);
            case SKIP -> new StepSkipRequested(incident, rollback, c.step(), by, c.reason(), now);
        };
    }
}
