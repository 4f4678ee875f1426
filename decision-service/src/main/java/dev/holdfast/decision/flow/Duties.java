package dev.holdfast.decision.flow;

import dev.holdfast.backbone.events.IncidentEvent;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.decision.domain.incident.Situation.Owed;
import dev.holdfast.decision.domain.policy.Chore.Phase;
import dev.holdfast.decision.domain.policy.Policy;
import dev.holdfast.decision.domain.task.Tasks;

import java.util.List;

/// Keeps what people owe: opens it, reminds of it, and says what holds an incident up.
final class Duties {
    static final String TIMER = "tasks";

    private Duties() {}

    static Tasks tasks(Work work) {
        return work.find(Shelves.TASKS, Shelves.ONLY).orElse(Tasks.NONE);
    }

    static Owed owed(Work work, String incident) {
        Tasks tasks = tasks(work);
        return tasks.all().isEmpty()
                ? Owed.NOTHING
                : new Owed(
                        tasks.holding(incident, Phase.BEFORE),
                        tasks.holding(incident, Phase.AFTER));
    }

    /// What these events begin is owed from now on.
    static void begin(
            Casebook book, Work work, String incident, Policy policy, List<IncidentEvent> events) {
        if (policy.chores().isEmpty()) {
            return;
        }
        for (IncidentEvent event : events) {
            Tasks.phase(event)
                    .map(p -> tasks(work).begins(p, incident, policy.chores(), work.now()))
                    .ifPresent(change -> keep(book, work, change));
        }
    }

    static void keep(Casebook book, Work work, Tasks.Change change) {
        work.put(Shelves.TASKS, Shelves.ONLY, change.tasks());
        change.told().forEach(book::say);
        change.tasks()
                .nextReminder()
                .ifPresentOrElse(at -> work.timer(TIMER, at), () -> work.cancelTimer(TIMER));
    }

    static void remind(Casebook book, Work work) {
        book.policy(null)
                .ifPresent(p ->
                        keep(book, work, tasks(work).remind(p.escalation().remind(), work.now())));
    }
}
