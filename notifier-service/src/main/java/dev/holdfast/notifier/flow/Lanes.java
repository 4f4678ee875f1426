package dev.holdfast.notifier.flow;

import dev.holdfast.backbone.work.Work;
import dev.holdfast.notifier.domain.notice.Lane;
import dev.holdfast.notifier.domain.notice.Notice;
import dev.holdfast.notifier.domain.notice.Notice.Standing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Starts the errands of notices: at once, or one after the other where the channel builds on what
/// it was told before.
///
/// A notice goes ahead of those that wait much longer than itself, be it for the morning or because
/// the channel failed. How urgent it is plays no part: what may go now is not held up by what may not.
final class Lanes {
    /// Order is worth waiting this long for.
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private Lanes() {}

    static String id(String incident, String channel) {
        return incident + "|" + channel;
    }

    /// The notice is to be sent at `due` or, in order, when those before it have found their end.
    static void enter(Work work, Notice notice, boolean inOrder, Instant due) {
        String incident = notice.incident();
        if (!inOrder || incident == null) {
            work.errand(Sending.errand(notice.id(), notice.channel()), due);
            return;
        }
        String id = id(incident, notice.channel());
        Lane before = work.find(Shelves.LANES, id).orElse(Lane.EMPTY);
        Lane lane = before.plus(notice.id(), place(work, before, due.plus(PATIENCE)));
        work.put(Shelves.LANES, id, lane);
        if (first(lane, notice.id())) {
            work.errand(Sending.errand(notice.id(), notice.channel()), due);
        }
    }

    private static boolean first(Lane lane, String notice) {
        return lane.next().filter(notice::equals).isPresent();
    }

    private static int place(Work work, Lane lane, Instant due) {
        List<String> all = lane.waiting();
        for (int i = 0; i < all.size(); i++) {
            if (work.find(Shelves.NOTICES, all.get(i))
                    .filter(n -> n.due().isAfter(due))
                    .isPresent()) {
                return i;
            }
        }
        return all.size();
    }

    /// False for one that was overtaken: it is sent when those before it have found their end.
    static boolean turn(Work work, Notice notice) {
        String incident = notice.incident();
        return incident == null
                || work.find(Shelves.LANES, id(incident, notice.channel()))
                        .filter(l -> l.waiting().contains(notice.id()))
                        .map(l -> first(l, notice.id()))
                        .orElse(true);
    }

    static Map<String, String> known(Work work, Notice notice) {
        String incident = notice.incident();
        return incident == null
                ? Map.of()
                : work.find(Shelves.LANES, id(incident, notice.channel()))
                        .map(Lane::known)
                        .orElse(Map.of());
    }

    /// The notice has found its end: the next one's turn has come. One that was put off because the
    /// channel failed is tried at once when the channel has just taken another.
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
                    boolean open = notice.standing() == Standing.SENT;
                    lane.next().ifPresent(n -> start(work, n, notice.channel(), open));
                });
    }

    private static void start(Work work, String id, String channel, boolean open) {
        Instant due =
                work.find(Shelves.NOTICES, id)
                        .filter(n -> n.due().isAfter(work.now()))
                        .filter(n -> !open || n.attempts() == 0)
                        .map(Notice::due)
                        .orElse(work.now());
        work.errand(Sending.errand(id, channel), due);
    }
}
