package dev.holdfast.notifier.flow;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.IncidentEvent;
import dev.holdfast.backbone.events.IncidentEvent.IncidentOpened;
import dev.holdfast.backbone.events.NotificationEvent;
import dev.holdfast.backbone.events.RollbackEvent;
import dev.holdfast.backbone.events.RollbackEvent.HaltChanged;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.events.TriggerEvent;
import dev.holdfast.backbone.events.TriggerEvent.TriggerRaised;
import dev.holdfast.backbone.events.VerificationEvent;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.Problem;
import dev.holdfast.backbone.work.Desk;
import dev.holdfast.backbone.work.Errand;
import dev.holdfast.backbone.work.Next;
import dev.holdfast.backbone.work.Received;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.notifier.domain.news.Bulletin;
import dev.holdfast.notifier.domain.news.Card;
import dev.holdfast.notifier.domain.news.Cards;
import dev.holdfast.notifier.domain.news.Incidents;
import dev.holdfast.notifier.domain.news.News;
import dev.holdfast.notifier.domain.news.Newsroom;
import dev.holdfast.notifier.domain.news.Occasion;
import dev.holdfast.notifier.domain.news.Promise;
import dev.holdfast.notifier.domain.news.Sighting;
import dev.holdfast.notifier.domain.notice.Notice;
import dev.holdfast.notifier.domain.notice.RetrySchedule;
import dev.holdfast.notifier.domain.plan.PlanReader;
import dev.holdfast.notifier.domain.route.Audience;
import dev.holdfast.notifier.domain.route.Delivery;
import dev.holdfast.notifier.flow.NotifierTimers.Due;
import dev.holdfast.notifier.flow.Plans.Ruling;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Who needs to know? Reads what the others did, keeps a card an incident, and tells people.
public final class NotifierDesk implements Desk {
    /// So long after its end an incident and its notices are kept here; the topics keep them longer.
    private static final Duration KEPT = Duration.ofDays(30);

    private final Plans plans = new Plans();
    private final Pipeline pipeline = new Pipeline();
    private final Sending sending;
    private final String console;

    /// @param console address of the console, for the links in notices
    public NotifierDesk(Post post, RetrySchedule schedule, String console) {
        this.sending = new Sending(post, plans, schedule);
        this.console = console;
    }

    @Override
    public String service() {
        return "notifier-service";
    }

    @Override
    public Topic writes() {
        return Topic.NOTIFICATIONS;
    }

    @Override
    public Set<Topic> reads() {
        return EnumSet.of(Topic.TRIGGERS, Topic.INCIDENTS, Topic.ROLLBACKS, Topic.VERIFICATIONS);
    }

    @Override
    public List<Problem> check(PackFiles pack) {
        return PlanReader.check(pack);
    }

    @Override
    public Received receive(Work work, Envelope<? extends Event> event) {
        String incident = Incidents.of(event.data());
        if (incident == null) {
            aside(work, event);
            return Received.HANDLED;
        }
        Optional<Card> known = work.find(Shelves.CARDS, incident);
        if (event.data() instanceof IncidentOpened e && known.isEmpty()) {
            Sighting trigger =
                    e.triggers().stream()
                            .flatMap(t -> work.find(Shelves.SIGHTINGS, t).stream())
                            .findFirst()
                            .orElse(null);
            about(work, event, Cards.open(event, e, trigger));
            return Received.HANDLED;
        }
        known.ifPresent(card -> about(work, event, Cards.after(card, event.data())));
        return known.isPresent() ? Received.HANDLED : Received.WAITS;
    }

    @Override
    public void due(Work work, String timer) {
        switch (NotifierTimers.read(timer)) {
            case Due.Update(String incident) ->
                    work.find(Shelves.CARDS, incident)
                            .filter(card -> !card.over())
                            .ifPresent(card -> update(work, card));
            case Due.Group(String bundle) -> pipeline.flush(work, bundle);
            case Due.Forget(String incident) -> forget(work, incident);
        }
    }

    @Override
    public Next run(Errand errand) {
        return sending.run(errand);
    }

    /// Tries a channel of the system's current pack; nothing where there is no such channel.
    public Optional<Notice> test(Work work, String channel, String by) {
        Scope scope = work.scope();
        Ruling ruling = plans.ruling(work, scope, null);
        Delivery to = new Delivery(channel, Audience.ENGINEERS, Duration.ZERO, Duration.ZERO);
        return pipeline.tell(work, ruling, Bulletin.test(scope, channel, by, work.now()), to);
    }

    /// An event about no incident.
    private void aside(Work work, Envelope<? extends Event> event) {
        switch (event.data()) {
            case TriggerRaised e ->
                    work.put(
                            Shelves.SIGHTINGS,
                            e.trigger().rule(),
                            Sighting.of(e.trigger(), e.at()));
            case HaltChanged e ->
                    pipeline.tell(
                            work,
                            plans.ruling(work, work.scope(), null),
                            Bulletin.halted(event.id(), work.scope(), e));
            case TriggerEvent _,
                    IncidentEvent _,
                    RollbackEvent _,
                    VerificationEvent _,
                    NotificationEvent _ -> {}
        }
    }

    private void about(Work work, Envelope<? extends Event> event, Card card) {
        work.put(Shelves.CARDS, card.incident(), card);
        Ruling ruling = plans.ruling(work, card.scope(), card.packDigest());
        Newsroom.of(card, event, promise(ruling)).ifPresent(news -> tell(work, ruling, card, news));
    }

    private void update(Work work, Card card) {
        Ruling ruling = plans.ruling(work, card.scope(), card.packDigest());
        work.put(Shelves.CARDS, card.incident(), card.updated());
        tell(work, ruling, card, Newsroom.update(card, promise(ruling), work.now()));
    }

    /// Every notice but a step's promises the next update; so the clock starts anew with it.
    private void tell(Work work, Ruling ruling, Card card, News news) {
        pipeline.tell(work, ruling, news);
        if (card.over()) {
            work.cancelTimer(NotifierTimers.update(card.incident()));
            work.timer(NotifierTimers.forget(card.incident()), work.now().plus(KEPT));
        } else if (news.about() != Occasion.STEP_PROGRESS) {
            work.timer(
                    NotifierTimers.update(card.incident()),
                    work.now().plus(ruling.plan().nextUpdate()));
        }
    }

    private static void forget(Work work, String incident) {
        for (Notice n : work.all(Shelves.NOTICES)) {
            if (incident.equals(n.incident())) {
                work.remove(Shelves.NOTICES, n.id());
                for (Occasion about : Occasion.values()) {
                    work.remove(
                            Shelves.SAID,
                            "%s|%s|%s".formatted(incident, n.channel(), about.written()));
                }
            }
        }
        work.remove(Shelves.CARDS, incident);
    }

    private Promise promise(Ruling ruling) {
        return new Promise(ruling.plan().nextUpdate(), console);
    }
}
