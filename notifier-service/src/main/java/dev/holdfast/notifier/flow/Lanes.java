package dev.holdfast.notifier.flow;

import dev.holdfast.backbone.work.Work;
import dev.holdfast.notifier.domain.notice.Lane;
import dev.holdfast.notifier.domain.notice.Notice;

import java.time.Instant;
import java.util.Map;

/// Starts the errands of notices: at once, or one after the other where the channel builds on what
/// it was told before.
final class Lanes {
    private Lanes() {}

    static String id(String incident, String channel) {
        return incident + "|" + channel;
    }

    /// The notice is to be sent at `due` or, in order, when those before it have found their end.
    static void enter(Work work, Notice notice, boolean inOrder, Instant due) {
        String incident = notice.incident();
        if (!inOrder || incident == null) {
            work.errand(Sending.errand(notice.id()), due);
            return;
        }
        String id = id(incident, notice.channel());
        Lane lane = work.find(Shelves.LANES, id).orElse(Lane.EMPTY).plus(notice.id());
        work.put(Shelves.LANES, id, lane);
        if (lane.next().filter(notice.id()::equals).isPresent()) {
            work.errand(Sending.errand(notice.id()), due);
        }
    }

    static Map<String, String> known(Work work, Notice notice) {
        String incident = notice.incident();
        return incident == null
                ? Map.of()
                : work.find(Shelves.LANES, id(incident, notice.channel()))
                        .map(Lane::known)
                        .orElse(Map.of());
    }

    /// The notice has found its end: the next one's turn has come.
    static void leave(Work work, Notice notice, Map<String, String> learned) {
        String incident = notice.incident();
        if (incident == null) {
            return;
        }
        String id = id(incident, notice.channel());
        work.find(Shelves.LANES, id)
                .map(l -> l.done(notice.id(), learned))
                .ifPresent(lane -> {
                    work.put(Shelves.LANES, id, lane);
                    lane.next().ifPresent(n -> work.errand(Sending.errand(n), work.now()));
                });
    }
}
