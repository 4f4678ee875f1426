package dev.holdfast.decision.flow;

import dev.holdfast.backbone.events.Remark.NoteAdded;
import dev.holdfast.backbone.work.Because;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.decision.domain.incident.Happening;
import dev.holdfast.decision.domain.incident.Incident;
import dev.holdfast.decision.domain.incident.Machine;
import dev.holdfast.decision.domain.incident.Person;
import dev.holdfast.decision.domain.incident.Refusal.Kind;
import dev.holdfast.decision.domain.policy.Policy;
import dev.holdfast.decision.domain.task.Task;

import java.util.Optional;

/// Notes and answers to what is owed, also after an incident has ended.
final class Paperwork {
    private static final String ROLE = "a role of the pack, 'responder' or 'admin'";

    private Paperwork() {}

    static Answer note(Work work, Casebook book, Person person, Command.Note c) {
        Optional<Incident> incident = book.incident(c.incident());
        if (incident.isEmpty()) {
            return unknown(c.incident());
        }
        if (!Access.responds(person, book.policy(incident.get()).orElse(null))) {
            return Commands.forbidden(person, ROLE);
        }
        book.say(new NoteAdded(c.incident(), person.name(), c.text(), work.now()));
        return done(work, incident.get());
    }

    static Answer answer(Work work, Casebook book, Person person, Command.AnswerTask c) {
        Optional<Incident> incident = book.incident(c.incident());
        Optional<Task> task = Duties.tasks(work).find(c.incident(), c.task());
        if (incident.isEmpty() || task.isEmpty()) {
            return unknown(c.incident() + "/" + c.task());
        }
        Policy policy = book.policy(incident.get()).orElse(null);
        if (!Access.responds(person, policy)) {
            return Commands.forbidden(person, ROLE);
        }
        if (!c.answer().equals("done") && !c.answer().equals("failed")) {
            return new Answer.Refused(Kind.INVALID, "'answer' is done or failed");
        }
        Duties.keep(
                book,
                work,
                Duties.tasks(work)
                        .answered(task.get(), c.answer(), person.name(), c.reason(), work.now()));
        Incident open = book.open();
        if (open != null && policy != null && open.id().equals(c.incident())) {
            book.keep(
                    book.ordering(
                            policy,
                            s ->
                                    Machine.on(
                                            open,
                                            book.site(),
                                            new Happening.SwitchesChanged(
                                                    "a checklist was answered"),
                                            s)),
                    Because.none());
        }
        return done(work, incident.get());
    }

    private static Answer done(Work work, Incident incident) {
        return new Answer.Done(work.scope().key(), incident.id(), incident.state().word());
    }

    private static Answer unknown(String what) {
        return new Answer.Refused(Kind.UNKNOWN, "there is no '%s'".formatted(what));
    }
}
