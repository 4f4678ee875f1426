package dev.holdfast.notifier.flow;

import dev.holdfast.backbone.work.Work;
import dev.holdfast.notifier.domain.news.Occasion;
import dev.holdfast.notifier.domain.notice.Notice;

/// Removes what is no longer needed of an incident that has been over for long enough.
final class Forgetting {
    private Forgetting() {}

    static void incident(Work work, String incident) {
        for (Notice n : work.all(Shelves.NOTICES)) {
            if (incident.equals(n.incident())) {
                work.remove(Shelves.NOTICES, n.id());
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
