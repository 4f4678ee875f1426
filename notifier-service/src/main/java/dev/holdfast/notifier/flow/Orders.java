package dev.holdfast.notifier.flow;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.notifier.domain.news.Bulletin;
import dev.holdfast.notifier.domain.news.Card;
import dev.holdfast.notifier.domain.notice.Notice;
import dev.holdfast.notifier.domain.notice.Notice.Standing;
import dev.holdfast.notifier.domain.plan.ChannelSpec;
import dev.holdfast.notifier.domain.route.Audience;
import dev.holdfast.notifier.domain.route.Delivery;
import dev.holdfast.notifier.domain.route.Silence;
import dev.holdfast.notifier.flow.Plans.Ruling;

import java.time.Duration;
import java.util.Optional;

/// What people have this service do. All of it is about telling; what is done to production is
/// decision-service's to hear.
public final class Orders {
    private static final Duration KEPT = Duration.ofDays(30);

    private final Plans plans;
    private final Pipeline pipeline;
    private final Calling calling;

    Orders(Plans plans, Pipeline pipeline, Calling calling) {
        this.plans = plans;
        this.pipeline = pipeline;
        this.calling = calling;
    }

    /// Tries a channel of the system's current pack; nothing where there is no such channel.
    public Optional<Notice> test(Work work, String channel, String by) {
        Scope scope = work.scope();
        Ruling ruling = plans.ruling(work, scope, null);
        Delivery to = new Delivery(channel, Audience.ENGINEERS, Duration.ZERO, Duration.ZERO);
        return pipeline.tell(work, ruling, Bulletin.test(scope, channel, by, work.now()), to);
    }

    /// Somebody takes an open incident over; nothing where there is none.
    public Optional<Card> take(Work work, String incident, String by) {
        Optional<Card> taken =
                work.find(Shelves.CARDS, incident)
                        .filter(c -> !c.over())
                        .map(c -> c.taken(by, work.now()));
        taken.ifPresent(card -> {
            work.put(Shelves.CARDS, incident, card);
            calling.taken(work, plans.ruling(work, card.scope(), card.packDigest()), card);
        });
        return taken;
    }

    /// A draft goes out in these words; nothing where it is no draft any more.
    public Optional<Notice> release(Work work, String id, String subject, String text, String by) {
        return draft(work, id)
                .map(n -> n.approved(subject, text, by, work.now()))
                .map(n -> send(work, n));
    }

    public Optional<Notice> withdraw(Work work, String id, String by, String reason) {
        Optional<Notice> gone = draft(work, id).map(n -> n.withdrawn(by, reason, work.now()));
        gone.ifPresent(n -> {
            work.put(Shelves.NOTICES, id, n);
            work.remove(Shelves.UNDONE, id);
            Pipeline.unsaid(work, n);
        });
        return gone;
    }

    /// What finally failed is sent again; nothing where it has not failed.
    public Optional<Notice> redrive(Work work, String id, String by) {
        return work.find(Shelves.NOTICES, id)
                .filter(n -> n.standing() == Standing.FAILED)
                .map(n -> send(work, n.redriven(by, work.now())));
    }

    public void silence(Work work, String id, Silence silence) {
        work.put(Shelves.SILENCES, id, silence);
        work.all(Shelves.SILENCES).stream()
                .filter(s -> s.until().plus(KEPT).isBefore(work.now()))
                .forEach(s -> work.remove(Shelves.SILENCES, s.id()));
    }

    /// The silence ends now; nothing where there is none that has not ended.
    public Optional<Silence> unsilence(Work work, String id) {
        Optional<Silence> ended =
                work.find(Shelves.SILENCES, id)
                        .filter(s -> s.until().isAfter(work.now()))
                        .map(s -> s.ending(work.now()));
        ended.ifPresent(s -> work.put(Shelves.SILENCES, id, s));
        return ended;
    }

    private static Optional<Notice> draft(Work work, String id) {
        return work.find(Shelves.NOTICES, id).filter(n -> n.standing() == Standing.DRAFT);
    }

    private Notice send(Work work, Notice notice) {
        work.put(Shelves.NOTICES, notice.id(), notice);
        work.remove(Shelves.UNDONE, notice.id());
        ChannelSpec channel = plans.of(work, notice).plan().channel(notice.channel());
        boolean inOrder = channel != null && channel.address().inOrder();
        Lanes.enter(work, notice, inOrder, work.now());
        return notice;
    }
}
