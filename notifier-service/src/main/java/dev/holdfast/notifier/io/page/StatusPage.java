package dev.holdfast.notifier.io.page;

import dev.holdfast.notifier.domain.notice.Letter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What a static status page shows; its `status.json` holds exactly this.
///
/// @param incidents newest first, at most [#MOST]
public record StatusPage(String title, String status, Instant updated, List<Shown> incidents) {
    private static final int MOST = 50;
    private static final int UPDATES = 100;

    /// One incident on the page.
    ///
    /// @param updates newest first
    public record Shown(
            String id, String title, boolean open, Instant since, List<Update> updates) {
        public Shown {
            updates = List.copyOf(updates);
        }
    }

    /// @param id of the notice: the same one is shown once
    public record Update(String id, Instant at, String status, String text) {}

    public StatusPage {
        incidents = List.copyOf(incidents);
    }

    static StatusPage empty(String title) {
        return new StatusPage(title, "All systems operational", Instant.EPOCH, List.of());
    }

    StatusPage told(Letter letter) {
        List<Shown> all = new ArrayList<>(incidents);
        Shown before =
                all.stream().filter(i -> i.id().equals(letter.thread())).findFirst().orElse(null);
        List<Update> updates = new ArrayList<>(before == null ? List.of() : before.updates());
        if (updates.stream().noneMatch(u -> u.id().equals(letter.id()))) {
            updates.addFirst(
                    new Update(
                            letter.id(),
                            letter.happenedAt(),
                            letter.ends() ? "resolved" : "open",
                            letter.text()));
        }
        Shown after =
                new Shown(
                        letter.thread(),
                        before == null ? letter.subject() : before.title(),
                        !letter.ends(),
                        before == null ? letter.happenedAt() : before.since(),
                        updates.size() > UPDATES ? updates.subList(0, UPDATES) : updates);
        all.remove(before);
        all.addFirst(after);
        List<Shown> kept = all.size() > MOST ? all.subList(0, MOST) : all;
        boolean open = kept.stream().anyMatch(Shown::open);
        return new StatusPage(
                title,
                open ? "We are working on a problem" : "All systems operational",
                letter.happenedAt(),
                kept);
    }
}
