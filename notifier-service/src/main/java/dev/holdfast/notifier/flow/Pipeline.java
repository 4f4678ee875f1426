package dev.holdfast.notifier.flow;

import dev.holdfast.backbone.work.Work;
import dev.holdfast.notifier.domain.news.Card;
import dev.holdfast.notifier.domain.news.News;
import dev.holdfast.notifier.domain.news.Newsroom;
import dev.holdfast.notifier.domain.news.Occasion;
import dev.holdfast.notifier.domain.news.Promise;
import dev.holdfast.notifier.domain.news.Word;
import dev.holdfast.notifier.domain.notice.Bundle;
import dev.holdfast.notifier.domain.notice.Notice;
import dev.holdfast.notifier.domain.notice.Notice.Standing;
import dev.holdfast.notifier.domain.plan.ChannelSpec;
import dev.holdfast.notifier.domain.plan.NotificationPlan;
import dev.holdfast.notifier.domain.route.Delivery;
import dev.holdfast.notifier.domain.route.Muting.Around;
import dev.holdfast.notifier.domain.route.Quiet;
import dev.holdfast.notifier.domain.route.Rotation.OnCall;
import dev.holdfast.notifier.domain.route.Said;
import dev.holdfast.notifier.domain.route.Silence;
import dev.holdfast.notifier.domain.template.Text;
import dev.holdfast.notifier.flow.Drafts.Frame;
import dev.holdfast.notifier.flow.Plans.Ruling;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The way of news to people: route → mute (drills, age, silences) → inhibit → repeat → render →
/// draft or group → send with retry → record. The last two are [Sending]'s, an errand a notice, so
/// that one hung channel delays no other.
final class Pipeline {
    private static final Promise ANY = new Promise(Duration.ofMinutes(1), "");

    private final Plans plans;

    Pipeline(Plans plans) {
        this.plans = plans;
    }

    /// Tells everybody whom the plan names; whoever was told of this event already is passed over.
    void tell(Work work, Ruling ruling, News news) {
        News told = onCall(ruling.plan(), news, work.now());
        for (Delivery to : ruling.plan().route().deliveries(told)) {
            tell(work, ruling, told, to);
        }
    }

    /// Tells one channel, wherever the routes lead.
    Optional<Notice> tell(Work work, Ruling ruling, News news, Delivery to) {
        ChannelSpec channel = ruling.plan().channel(to.channel());
        return channel == null
                ? Optional.empty()
                : tell(
                        work,
                        ruling,
                        new Frame(ruling.digest(), news, to, channel),
                        ruling.plan()
                                .wording()
                                .text(news, to.audience(), channel.address().format()));
    }

    /// Tells one channel these words.
    Optional<Notice> tell(Work work, Ruling ruling, Frame frame, Optional<Text> text) {
        String id = Notice.id(frame.news().id(), frame.channel().name());
        if (work.find(Shelves.NOTICES, id).isPresent()) {
            return Optional.empty();
        }
        Optional<String> muted =
                ruling.plan()
                        .muting()
                        .reason(frame.news(), around(work, ruling, frame), work.now())
                        .or(() -> repeated(work, frame.news(), frame.to()));
        Notice notice = Drafts.notice(frame, text, muted, work.now()).postponed(due(work, frame));
        work.put(Shelves.NOTICES, notice.id(), notice);
        switch (notice.standing()) {
            case HELD -> hold(work, notice, frame.to());
            case WAITING -> send(work, notice, frame.channel(), notice.due());
            case DRAFT -> work.put(Shelves.UNDONE, notice.id(), notice);
            case SENT, FAILED, MERGED, MUTED -> {}
        }
        if (notice.incident() == null) {
            work.timer(
                    NotifierTimers.drop(notice.id()), Forgetting.after(work.scope(), work.now()));
        }
        return Optional.of(notice);
    }

    /// Starts a notice on its way.
    void send(Work work, Notice notice, ChannelSpec channel, Instant due) {
        Lanes.enter(work, notice, channel.address().inOrder(), due);
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
        Instant due =
                held.stream()
                        .map(Notice::due)
                        .min(Comparator.naturalOrder())
                        .filter(work.now()::isBefore)
                        .orElse(work.now());
        work.put(
                Shelves.NOTICES,
                last.id(),
                last.released(Bundle.subject(held), Bundle.text(held), due));
        ChannelSpec channel = plans.of(work, last).plan().channel(last.channel());
        boolean inOrder = channel != null && channel.address().inOrder();
        Lanes.enter(work, last, inOrder, due);
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

    private static Instant due(Work work, Frame frame) {
        Quiet quiet = frame.channel().quiet();
        return quiet == null ? work.now() : quiet.due(frame.news(), work.now());
    }

    private static Around around(Work work, Ruling ruling, Frame frame) {
        List<News> open =
                ruling.plan().muting().inhibitions().isEmpty()
                        ? List.of()
                        : work.all(Shelves.CARDS).stream()
                                .filter(c -> !c.over())
                                .map(c -> asItStands(c, work.now()))
                                .toList();
        List<Silence> silences = work.all(Shelves.SILENCES);
        return new Around(frame.channel().drills(), silences, open);
    }

    private static News asItStands(Card card, Instant now) {
        return Newsroom.update(card, ANY, now);
    }

    private static News onCall(NotificationPlan plan, News news, Instant now) {
        return plan.onCall()
                .at(now)
                .map(OnCall::name)
                .map(n -> news.with(Word.ON_CALL, n))
                .orElse(news);
    }

    /// What was not told after all may be said again; what was said since stays said.
    static void unsaid(Work work, Notice notice) {
        String id = said(notice.incident(), notice.channel(), notice.about());
        work.find(Shelves.SAID, id)
                .filter(s -> s.event() == null || notice.cause().equals(s.event()))
                .ifPresent(_ -> work.remove(Shelves.SAID, id));
    }

    private static String said(@Nullable String incident, String channel, Occasion about) {
        return "%s|%s|%s".formatted(incident, channel, about.written());
    }

    private static Optional<String> repeated(Work work, News news, Delivery to) {
        if (news.about() == Occasion.TEST || news.about() == Occasion.NOT_READY) {
            return Optional.empty();
        }
        String id = said(news.incident(), to.channel(), news.about());
        Said next = Said.of(news, work.now());
        if (Said.already(work.find(Shelves.SAID, id).orElse(null), next, to.repeat())) {
            return Optional.of("the same was said less than %s ago".formatted(to.repeat()));
        }
        work.put(Shelves.SAID, id, next);
        return Optional.empty();
    }
}
