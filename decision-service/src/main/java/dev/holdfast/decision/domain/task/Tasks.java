package dev.holdfast.decision.domain.task;

import dev.holdfast.backbone.events.EventId;
import dev.holdfast.backbone.events.IncidentEvent;
import dev.holdfast.backbone.events.Remark;
import dev.holdfast.backbone.events.Remark.TaskAnswered;
import dev.holdfast.backbone.events.Remark.TaskOpened;
import dev.holdfast.backbone.events.Remark.TaskOverdue;
import dev.holdfast.decision.domain.policy.Chore;
import dev.holdfast.decision.domain.policy.Chore.Phase;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What people owe the incidents of one system, oldest first.
public record Tasks(List<Task> all) {
    public static final Tasks NONE = new Tasks(List.of());

    /// Answered ones are forgotten past this many.
    private static final int MOST = 500;

    public Tasks {
        all = List.copyOf(all);
    }

    /// Tasks with what is to be told about the change.
    public record Change(Tasks tasks, List<Remark> told) {
        public Change {
            told = List.copyOf(told);
        }
    }

    /// The phase that an event begins, if it begins one.
    public static Optional<Phase> phase(IncidentEvent event) {
        return Optional.ofNullable(
                switch (event) {
                    case IncidentEvent.RollbackProposed _ -> Phase.BEFORE;
                    case IncidentEvent.RollbackOrdered _ -> Phase.DURING;
                    case IncidentEvent.ReleaseFailed _ -> Phase.AFTER;
                    case IncidentEvent.IncidentResolved _ -> Phase.FOLLOW_UP;
                    default -> null;
                });
    }

    /// A phase of an incident begins; what it owes already is not owed twice.
    public Change begins(Phase phase, String incident, List<Chore> chores, Instant now) {
        List<Task> next = new ArrayList<>(all);
        List<Remark> told = new ArrayList<>();
        for (Chore c : chores) {
            String id = EventId.of(incident, c.phase(), c.title()).substring(0, 8);
            boolean owed =
                    all.stream().anyMatch(t -> t.incident().equals(incident) && t.id().equals(id));
            if (c.phase() == phase && !owed) {
                Instant due = now.plus(c.due());
                next.add(
                        new Task(
                                id,
                                incident,
                                phase,
                                c.title(),
                                c.owner(),
                                c.blocking(),
                                due,
                                due,
                                null,
                                null,
                                null));
                told.add(
                        new TaskOpened(
                                incident,
                                id,
                                phase.word(),
                                c.title(),
                                c.owner(),
                                c.blocking(),
                                due,
                                now));
            }
        }
        return new Change(new Tasks(bounded(next)), told);
    }

    private static List<Task> bounded(List<Task> tasks) {
        List<Task> left = new ArrayList<>(tasks);
        while (left.size() > MOST) {
            left.remove(left.stream().filter(Task::answered).findFirst().orElse(left.getFirst()));
        }
        return left;
    }

    public Optional<Task> find(String incident, String id) {
        return all.stream()
                .filter(t -> t.incident().equals(incident) && t.id().equals(id))
                .findFirst();
    }

    public List<Task> of(String incident) {
        return all.stream().filter(t -> t.incident().equals(incident)).toList();
    }

    /// Titles of what must be done before this incident goes on.
    public List<String> holding(String incident, Phase at) {
        return of(incident).stream().filter(t -> t.holds(at)).map(Task::title).toList();
    }

    /// @param answer `done` or `failed`
    public Change answered(Task task, String answer, String by, String note, Instant now) {
        List<Task> next =
                all.stream().map(t -> t.equals(task) ? t.answered(answer, by, note) : t).toList();
        return new Change(
                new Tasks(next),
                List.of(
                        new TaskAnswered(
                                task.incident(), task.id(), task.title(), answer, by, note, now)));
    }

    /// Tells what is overdue, and again each time `again` has passed.
    public Change remind(Duration again, Instant now) {
        List<Remark> told = new ArrayList<>();
        List<Task> next =
                all.stream()
                        .map(t -> {
                            if (t.answered() || now.isBefore(t.remindAt())) {
                                return t;
                            }
                            told.add(
                                    new TaskOverdue(
                                            t.incident(),
                                            t.id(),
                                            t.title(),
                                            t.owner(),
                                            t.due(),
                                            now));
                            return t.remind(now.plus(again));
                        })
                        .toList();
        return new Change(new Tasks(next), told);
    }

    public Optional<Instant> nextReminder() {
        return all.stream()
                .filter(t -> !t.answered())
                .map(Task::remindAt)
                .min(Comparator.naturalOrder());
    }
}
