package dev.holdfast.notifier.flow;

import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.IncidentEvent.ApprovalDenied;
import dev.holdfast.backbone.events.IncidentEvent.ApprovalGranted;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.notifier.domain.news.Card;
import dev.holdfast.notifier.domain.news.News;
import dev.holdfast.notifier.domain.news.Newsroom;
import dev.holdfast.notifier.domain.news.Promise;
import dev.holdfast.notifier.domain.notice.Letter;
import dev.holdfast.notifier.domain.plan.ChannelSpec;
import dev.holdfast.notifier.domain.plan.NotificationPlan;
import dev.holdfast.notifier.domain.report.Invitation;
import dev.holdfast.notifier.domain.report.Markdown;
import dev.holdfast.notifier.domain.report.Report;
import dev.holdfast.notifier.domain.route.Audience;
import dev.holdfast.notifier.domain.route.Delivery;
import dev.holdfast.notifier.domain.route.Escalation;
import dev.holdfast.notifier.domain.route.Meeting;
import dev.holdfast.notifier.domain.template.Text;
import dev.holdfast.notifier.flow.Drafts.Frame;
import dev.holdfast.notifier.flow.Plans.Ruling;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Calls people beyond the routes: the next level while nobody has taken an incident over, and
/// everybody concerned to its post-mortem.
final class Calling {
    private final Pipeline pipeline;
    private final String console;

    Calling(Pipeline pipeline, String console) {
        this.pipeline = pipeline;
        this.console = console;
    }

    /// Whoever answers a question has taken the incident over.
    Card heard(Card card, Event event) {
        return switch (event) {
            case ApprovalGranted e when card.taken().isEmpty() -> card.taken(e.by(), e.at());
            case ApprovalDenied e when card.taken().isEmpty() -> card.taken(e.by(), e.at());
            case Event _ -> card;
        };
    }

    void begin(Work work, Ruling ruling, Card card) {
        Escalation escalation = ruling.plan().escalation();
        if (escalation.match().matches(Newsroom.update(card, promise(ruling), work.now()))) {
            for (int n = 1; n <= escalation.levels().size(); n++) {
                work.timer(
                        NotifierTimers.level(n, card.incident()),
                        card.openedAt().plus(escalation.levels().get(n - 1).after()));
            }
        }
    }

    void level(Work work, Ruling ruling, Card card, int level) {
        List<Escalation.Level> levels = ruling.plan().escalation().levels();
        if (!card.taken().isEmpty() || level > levels.size()) {
            return;
        }
        Escalation.Level to = levels.get(level - 1);
        News news = Newsroom.level(card, promise(ruling), level, work.now());
        for (String channel : to.channels()) {
            pipeline.tell(work, ruling, news, delivery(channel, to.audience()));
        }
    }

    void taken(Work work, Ruling ruling, Card card) {
        cancelLevels(work, ruling, card);
        pipeline.tell(work, ruling, Newsroom.taken(card, promise(ruling), work.now()));
    }

    /// The incident is over: nobody is called any more, and its post-mortem is prepared.
    void end(Work work, Ruling ruling, Card card) {
        cancelLevels(work, ruling, card);
        Meeting meeting = ruling.plan().meeting();
        if (meeting == null) {
            return;
        }
        News news = Newsroom.postMortem(card, promise(ruling), work.now());
        if (meeting.match().matches(news)) {
            Text text = text(ruling.plan(), card, work);
            String ics = invitation(meeting, card, work).ics();
            for (String name : meeting.channels()) {
                ChannelSpec channel = ruling.plan().channel(name);
                if (channel != null) {
                    Frame frame =
                            new Frame(
                                    ruling.digest(),
                                    news,
                                    delivery(name, Audience.ENGINEERS),
                                    channel,
                                    Map.of(Letter.INVITATION, ics));
                    pipeline.tell(work, ruling, frame, Optional.of(text));
                }
            }
        }
    }

    private static Text text(NotificationPlan plan, Card card, Work work) {
        String draft = Markdown.of(Report.postMortem(card, plan.targets(), work.now()));
        return new Text("Post-mortem (draft): " + card.title(), draft);
    }

    private Invitation invitation(Meeting meeting, Card card, Work work) {
        return new Invitation(
                card.incident() + "@holdfast",
                "Post-mortem: " + card.title(),
                promiseless().link(card.incident()),
                work.now(),
                meeting.after(work.now()),
                meeting.length(),
                "holdfast@" + card.scope().system() + ".invalid",
                meeting.invite());
    }

    private static void cancelLevels(Work work, Ruling ruling, Card card) {
        for (int n = 1; n <= ruling.plan().escalation().levels().size(); n++) {
            work.cancelTimer(NotifierTimers.level(n, card.incident()));
        }
    }

    private static Delivery delivery(String channel, Audience audience) {
        return new Delivery(channel, audience, Duration.ZERO, Duration.ZERO);
    }

    private Promise promise(Ruling ruling) {
        return new Promise(ruling.plan().nextUpdate(), console);
    }

    private Promise promiseless() {
        return new Promise(Duration.ofMinutes(1), console);
    }
}
