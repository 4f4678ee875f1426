package dev.holdfast.notifier.flow;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.IncidentEvent;
import dev.holdfast.backbone.events.IncidentEvent.IncidentOpened;
import dev.holdfast.backbone.events.IncidentEvent.ReleaseDeployed;
import dev.holdfast.backbone.events.IncidentEvent.ReleaseFailed;
import dev.holdfast.backbone.events.NotificationEvent;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.RollbackEvent;
import dev.holdfast.backbone.events.RollbackEvent.HaltChanged;
import dev.holdfast.backbone.events.RollbackEvent.ReadinessChecked;
import dev.holdfast.backbone.events.RollbackEvent.RollbackCompleted;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.events.TriggerEvent;
import dev.holdfast.backbone.events.TriggerEvent.SignalAccepted;
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
import dev.holdfast.notifier.domain.plan.NotificationPlan;
import dev.holdfast.notifier.domain.plan.PlanReader;
import dev.holdfast.notifier.domain.report.Deliveries;
import dev.holdfast.notifier.domain.report.Targets;
import dev.holdfast.notifier.domain.route.Rotation.OnCall;
import dev.holdfast.notifier.flow.NotifierTimers.Due;
import dev.holdfast.notifier.flow.Plans.Ruling;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Who needs to know? Reads what the others did, keeps a card an incident, and tells people.
public final class NotifierDesk implements Desk {
    private final Plans plans = new Plans();
    private final Pipeline pipeline = new Pipeline(plans);
    private final Calling calling;
    private final Orders orders;
    private final Sending sending;
    private final String console;

    /// @param console address of the console, for the links in notices
    public NotifierDesk(Post post, RetrySchedule schedule, String console) {
        this.sending = new Sending(post, plans, schedule);
        this.console = console;
        this.calling = new Calling(pipeline, console);
        this.orders = new Orders(plans, pipeline, calling);
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

    /// What people tell this service to do.
    public Orders orders() {
        return orders;
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
            case Due.Update(String incident) -> open(work, incident, card -> update(work, card));
            case Due.Group(String bundle) -> pipeline.flush(work, bundle);
            case Due.Level(int level, String incident) ->
                    open(
                            work,
                            incident,
                            card -> calling.level(work, ruling(work, card), card, level));
            case Due.Forget(String incident) -> Forgetting.incident(work, incident);
            case Due.Drop(String notice) -> Forgetting.notice(work, notice);
        }
    }

    private static void open(Work work, String incident, Consumer<Card> then) {
        work.find(Shelves.CARDS, incident).filter(card -> !card.over()).ifPresent(then);
    }

    @Override
    public Next run(Errand errand) {
        return sending.run(errand);
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
            case ReadinessChecked e -> readiness(work, event.id(), e);
            case SignalAccepted e when e.kind().equals(Bulletin.DRILL_DUE) ->
                    pipeline.tell(
                            work,
                            plans.ruling(work, work.scope(), null),
                            Bulletin.drillDue(event.id(), work.scope(), e));
            case ReleaseDeployed e ->
                    deliveries(work, deliveries(work).deployed(e.release(), e.deployedAt()));
            case TriggerEvent _,
                    IncidentEvent _,
                    RollbackEvent _,
                    VerificationEvent _,
                    NotificationEvent _ -> {}
        }
    }

    /// Told when other things stand in the way than last time, so that each is heard of once.
    private void readiness(Work work, String id, ReadinessChecked e) {
        Release to = e.to();
        // Each component's way back is another question, and the answers come one after the other.
        String key = to == null ? e.runbook() : e.runbook() + " " + to.component();
        List<String> before =
                work.find(Shelves.READINESS, key).map(Shelves.Readiness::reasons).orElse(List.of());
        List<String> now = e.ready() ? List.of() : e.reasons();
        work.put(Shelves.READINESS, key, new Shelves.Readiness(now));
        if (!e.ready() && !now.equals(before)) {
            pipeline.tell(
                    work,
                    plans.ruling(work, work.scope(), null),
                    Bulletin.notReady(id, work.scope(), e));
        }
    }

    private void about(Work work, Envelope<? extends Event> event, Card after) {
        Card card = calling.heard(after, event.data());
        work.put(Shelves.CARDS, card.incident(), card);
        keepFigures(work, event.data(), card);
        Ruling ruling = ruling(work, card);
        if (event.data() instanceof IncidentOpened) {
            calling.begin(work, ruling, card);
        }
        Newsroom.of(card, event, promise(ruling)).ifPresent(news -> tell(work, ruling, card, news));
    }

    private static void keepFigures(Work work, Event event, Card card) {
        if (event instanceof ReleaseFailed e) {
            Instant since = card.course().brokenAt();
            deliveries(
                    work,
                    deliveries(work)
                            .failed(
                                    e.incident(),
                                    e.release(),
                                    since == null ? card.openedAt() : since));
        }
        Instant restored =
                card.course().completedAt() == null
                        ? card.course().overAt()
                        : card.course().completedAt();
        if (restored != null && (event instanceof RollbackCompleted || card.over())) {
            deliveries(work, deliveries(work).restored(card.incident(), restored));
        }
    }

    private static Deliveries deliveries(Work work) {
        return work.find(Shelves.DELIVERIES, Shelves.ALL).orElse(Deliveries.NONE);
    }

    private static void deliveries(Work work, Deliveries after) {
        work.put(Shelves.DELIVERIES, Shelves.ALL, after);
    }

    private void update(Work work, Card card) {
        Ruling ruling = ruling(work, card);
        work.put(Shelves.CARDS, card.incident(), card.updated());
        tell(work, ruling, card, Newsroom.update(card, promise(ruling), work.now()));
    }

    /// Every notice but a step's promises the next update; so the clock starts anew with it.
    private void tell(Work work, Ruling ruling, Card card, News news) {
        pipeline.tell(work, ruling, news);
        if (card.over()) {
            work.cancelTimer(NotifierTimers.update(card.incident()));
            work.timer(
                    NotifierTimers.forget(card.incident()),
                    Forgetting.after(card.scope(), work.now()));
            calling.end(work, ruling, card);
        } else if (news.about() != Occasion.STEP_PROGRESS) {
            work.timer(
                    NotifierTimers.update(card.incident()),
                    work.now().plus(ruling.plan().nextUpdate()));
        }
    }

    private Ruling ruling(Work work, Card card) {
        return plans.ruling(work, card.scope(), card.packDigest());
    }

    private Promise promise(Ruling ruling) {
        return new Promise(ruling.plan().nextUpdate(), console);
    }

    /// What the incident's pack wants each part of an answer to take at most.
    public Targets targets(Work work, Card card) {
        return ruling(work, card).plan().targets();
    }

    /// Who is on call for the incident now, empty where nobody is.
    public String onCall(Work work, Card card, Instant now) {
        return ruling(work, card).plan().onCall().at(now).map(OnCall::name).orElse("");
    }

    /// The plan that rules news about no incident.
    public NotificationPlan plan(Work work) {
        return plans.ruling(work, work.scope(), null).plan();
    }

    /// Tries a channel of the system's current pack; nothing where there is no such channel.
    public Optional<Notice> test(Work work, String channel, String by) {
        return orders.test(work, channel, by);
    }
}
