package dev.holdfast.notifier.domain.news;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What a notice is about. Routes match these names and each has its own template.
public enum Occasion {
    INCIDENT_STARTED,
    ROLLBACK_STARTED,
    STEP_PROGRESS,
    APPROVAL_WANTED,
    APPROVAL_ANSWERED,
    WITHHELD,
    ROLLBACK_COMPLETED,
    FAILED,
    ESCALATED,
    /// The promised next update, when nothing else was told in time.
    UPDATE,
    /// A task or a time of the procedure was not kept.
    OVERDUE,
    /// Somebody has taken the incident over.
    ACKNOWLEDGED,
    RESOLVED,
    CLOSED,
    /// The draft of the post-mortem, with an invitation to talk about it.
    POST_MORTEM,
    KILL_SWITCH,
    /// A runbook could not work now, found out before it is needed.
    NOT_READY,
    /// A drill is due soon, today, or overdue.
    DRILL_DUE,
    /// Somebody tries whether a channel works.
    TEST;

    /// As packs and events name it: `incident-started`.
    public String written() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// All of them, as packs name them.
    public static List<String> names() {
        return Arrays.stream(values()).map(Occasion::written).toList();
    }
}
