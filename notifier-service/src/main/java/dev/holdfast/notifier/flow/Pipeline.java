package dev.holdfast.notifier.flow;

import dev.holdfast.backbone.work.Work;
import dev.holdfast.notifier.domain.news.News;
import dev.holdfast.notifier.domain.news.Occasion;
import dev.holdfast.notifier.domain.notice.Bundle;
import dev.holdfast.notifier.domain.notice.Notice;
import dev.holdfast.notifier.domain.notice.Notice.Standing;
import dev.holdfast.notifier.domain.plan.ChannelSpec;
import dev.holdfast.notifier.domain.route.Delivery;
import dev.holdfast.notifier.domain.route.Said;
import dev.holdfast.notifier.domain.template.Text;
import dev.holdfast.notifier.flow.Plans.Ruling;

import java.util.List;
import java.util.Optional;

/// The way of news to people: route → mute → repeat → render → group → send with retry → record.
/// The last two are [Sending]'s, an errand a notice, so that one hung channel delays no other.
final class Pipeline {

    /// Tells everybody whom the plan names; whoever was told of this event already is passed over.
    void tell(Work work, Ruling ruling, News news) {
        for (Delivery to : ruling.plan().route().deliveries(news)) {
            tell(work, ruling, news, to);
        }
    }

    /// Tells one channel, wherever the routes lead.
    Optional<Notice> tell(Work work, Ruling ruling, News news, Delivery to) {
        ChannelSpec channel = ruling.plan().channel(to.channel());
        if (channel == null
                || work.find(Shelves.NOTICES, Notice.id(news.id(), to.channel())).isPresent()) {
            return Optional.empty();
        }
        Optional<String> muted =
                ruling.plan()
                        .muting()
                        .reason(news, channel.drills(), work.now())
                        .or(() -> repeated(work, news, to));
        Optional<Text> text =
                ruling.plan().wording().text(news, to.audience(), channel.address().format());
        Notice notice = Drafts.notice(ruling.digest(), news, to, text, muted, work.now());
        work.put(Shelves.NOTICES, notice.id(), notice);
        switch (notice.standing()) {
            case HELD -> hold(work, notice, to);
            case WAITING -> work.errand(Sending.errand(notice.id()), work.now());
            case SENT, FAILED, MERGED, MUTED -> {}
        }
        return Optional.of(notice);
    }

    /// The time of collecting is over: what was collected is told as one.
    void flush(Work work, String bundle) {
        Optional<Bundle> found = work.find(Shelves.BUNDLES, bundle);
        if (found.isEmpty()) {
            return;
        }
        work.remove(Shelves.BUNDLES, bundle);
        List<Notice> held =
                found.get().notices().stream()
                        .flatMap(id -> work.find(Shelves.NOTICES, id).stream())
                        .filter(n -> n.standing() == Standing.HELD)
                        .toList();
        if (held.isEmpty()) {
            return;
        }
        Notice last = held.getLast();
        for (Notice n : held.subList(0, held.size() - 1)) {
            work.put(Shelves.NOTICES, n.id(), n.merged(last.id()));
        }
        work.put(
                Shelves.NOTICES,
                last.id(),
                last.released(Bundle.subject(held), Bundle.text(held), work.now()));
        work.errand(Sending.errand(last.id()), work.now());
    }

    private void hold(Work work, Notice notice, Delivery to) {
        String id = notice.incident() + "|" + to.channel();
        Optional<Bundle> before = work.find(Shelves.BUNDLES, id);
        Bundle bundle = before.orElse(new Bundle(to.channel(), List.of())).plus(notice.id());
        work.put(Shelves.BUNDLES, id, bundle);
        if (bundle.full()) {
            flush(work, id);
        } else if (before.isEmpty()) {
            work.timer(NotifierTimers.group(id), work.now().plus(to.group()));
        }
    }

    private static Optional<String> repeated(Work work, News news, Delivery to) {
        if (news.about() == Occasion.TEST) {
            return Optional.empty();
        }
        String id = "%s|%s|%s".formatted(news.incident(), to.channel(), news.about().written());
        Said next = Said.of(news, work.now());
        if (Said.already(work.find(Shelves.SAID, id).orElse(null), next, to.repeat())) {
            return Optional.of("the same was said less than %s ago".formatted(to.repeat()));
        }
        work.put(Shelves.SAID, id, next);
        return Optional.empty();
    }
}
