package dev.holdfast.notifier.flow;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.notifier.domain.news.Occasion;
import dev.holdfast.notifier.domain.notice.Notice;

import java.time.Duration;
import java.time.Instant;

/// Removes what is no longer needed of an incident that has been over for long enough.
final class Forgetting {
    private static final Duration KEPT = Duration.ofDays(30);
    private static final Duration DRILLS = Duration.ofDays(1);

    private Forgetting() {}

    /// So long after its end an incident and its notices are kept here; the topics keep them longer.
    /// Rehearsals come often, a canary each minute, and are of interest for a day.
    static Instant after(Scope scope, Instant end) {
        return end.plus(scope.drill() == null ? KEPT : DRILLS);
    }

    /// A notice about no incident.
    static void notice(Work work, String id) {
        work.remove(Shelves.NOTICES, id);
        work.remove(Shelves.UNDONE, id);
    }

    static void incident(Work work, String incident) {
        for (Notice n : work.all(Shelves.NOTICES)) {
            if (incident.equals(n.incident())) {
                notice(work, n.id());
                work.remove(Shelves.LANES, Lanes.id(incident, n.channel()));
                for (Occasion about : Occasion.values()) {
                    work.remove(
                            Shelves.SAID,
                            "%s|%s|%s".formatted(incident, n.channel(), about.written()));
                }
            }
        }
        work.remove(Shelves.CARDS, incident);
    }
}
