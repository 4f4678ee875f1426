package dev.holdfast.decision.domain.task;

import dev.holdfast.decision.domain.policy.Chore.Phase;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// One thing that people owe.
///
/// @param id short, unique within the incident
/// @param remindAt when it is told as overdue next
/// @param answer `done` or `failed`; null while nobody has answered, which is no answer
public record Task(
        String id,
        String incident,
        Phase phase,
        String title,
        String owner,
        boolean blocking,
        Instant due,
        Instant remindAt,
        @Nullable String answer,
        @Nullable String by,
        @Nullable String note) {
    public boolean answered() {
        return answer != null;
    }

    /// Holds up what comes after it.
    public boolean holds(Phase at) {
        return blocking && phase == at && !"done".equals(answer);
    }

    Task answered(String what, String who, String why) {
        return new Task(id, incident, phase, title, owner, blocking, due, remindAt, what, who, why);
    }

    Task remind(Instant next) {
        return new Task(id, incident, phase, title, owner, blocking, due, next, answer, by, note);
    }
}
