package dev.holdfast.decision.flow;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.EventTypes;
import dev.holdfast.backbone.events.IncidentEvent;
import dev.holdfast.backbone.events.NotificationEvent;
import dev.holdfast.backbone.events.PackAccepted;
import dev.holdfast.backbone.events.PackRefused;
import dev.holdfast.backbone.events.RollbackEvent;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.events.TriggerEvent;
import dev.holdfast.backbone.events.VerificationEvent;
import dev.holdfast.backbone.events.VerificationRequested;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.Problem;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.backbone.work.Because;
import dev.holdfast.backbone.work.Desk;
import dev.holdfast.backbone.work.Errand;
import dev.holdfast.backbone.work.Next;
import dev.holdfast.backbone.work.Received;
import dev.holdfast.backbone.work.Transactions;
import dev.holdfast.backbone.work.Wanted;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.decision.domain.incident.Happening;
import dev.holdfast.decision.domain.incident.Incident;
import dev.holdfast.decision.domain.incident.Machine;
import dev.holdfast.decision.domain.policy.PolicyFile;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Decision-service at work: events and timers in, decisions out. It decides nothing itself; that
/// is the domain's.
public final class DecisionDesk implements Desk {
    public static final String SERVICE = "decision-service";

    /// The errand that tells all systems of a changed kill switch.
    static final String SWITCHES = "switches";

    /// The kind of the audit's entry of a timer that fired; its id is the timer's name.
    static final String TIMER = "timer";

    private final Policies policies;
    private final Transactions transactions;

    public DecisionDesk(Policies policies, Transactions transactions) {
        this.policies = policies;
        this.transactions = transactions;
    }

    @Override
    public String service() {
        return SERVICE;
    }

    @Override
    public Topic writes() {
        return Topic.INCIDENTS;
    }

    @Override
    public Set<Topic> reads() {
        return Set.of(Topic.TRIGGERS, Topic.ROLLBACKS, Topic.VERIFICATIONS, Topic.NOTIFICATIONS);
    }

    /// A deadline that passes while events wait to be read could have been answered by them.
    @Override
    public boolean timersWaitForEvents() {
        return true;
    }

    @Override
    public List<Problem> check(PackFiles pack) {
        Problems problems = new Problems();
        var _ = PolicyFile.read(pack, problems);
        return problems.all();
    }

    /// What we said about a pack is on record like what the others said.
    @Override
    public void answered(Work work, Envelope<?> answer) {
        Audit.append(work, EventTypes.of((Event) answer.data()), answer.id(), answer.data());
    }

    @Override
    public Wanted wanted(Scope scope) {
        return Surroundings.wanted(scope);
    }

    @Override
    public Received receive(Work work, Envelope<? extends Event> event) {
        boolean ours =
                event.data() instanceof IncidentEvent
                        && !(event.data() instanceof PackAccepted)
                        && !(event.data() instanceof PackRefused)
                        && !(event.data() instanceof VerificationRequested);
        if (!ours && !(event.data() instanceof VerificationEvent.StandingCheckFinished)) {
            Audit.append(work, EventTypes.of(event.data()), event.id(), event.data());
            behind(work);
        }
        Because because = Because.of(event);
        switch (event.data()) {
            case PackAccepted e -> PackSwitch.accepted(work, e);
            case PackRefused e -> PackSwitch.refused(work, e);
            case TriggerEvent e -> TriggerNews.on(Casebook.of(work, policies), work, e, because);
            case RollbackEvent e -> RollbackNews.on(Casebook.of(work, policies), work, e, because);
            case VerificationEvent e -> VerdictNews.on(Casebook.of(work, policies), e, because);
            case IncidentEvent _, NotificationEvent _ -> {}
        }
        return Received.HANDLED;
    }

    @Override
    public void due(Work work, String timer) {
        if (timer.equals(PackSwitch.TIMER)) {
            PackSwitch.activateIfComplete(work);
            return;
        }
        Audit.append(work, TIMER, timer, Map.of("timer", timer));
        Casebook book = Casebook.of(work, policies);
        Incident open = book.open();
        switch (timer) {
            case Casebook.DEADLINE -> happens(book, new Happening.DeadlineReached());
            case Mailroom.TIMER -> Mailroom.read(work, book);
            case Duties.TIMER -> Duties.remind(book, work);
            case Casebook.TARGET -> happens(book, new Happening.TargetDue());
            case Casebook.SILENCE -> happens(book, new Happening.FellSilent());
            case Casebook.HOLDS -> {
                if (open == null) {
                    book.hold();
                }
            }
            case Casebook.DECIDE -> {
                if (open != null) {
                    book.policy(open)
                            .ifPresent(p ->
                                    book.keep(
                                            book.ordering(
                                                    p, s -> Machine.caughtUp(open, book.site(), s)),
                                            Because.none()));
                }
                book.openIfNeeded(Because.none());
            }
            default -> {}
        }
    }

    @Override
    public Optional<Scope> forgets() {
        return Optional.of(Forgotten.SCOPE);
    }

    @Override
    public void forgotten(Work work, List<Scope> drills) {
        Forgotten.note(work, drills);
    }

    /// What is decided while older events are unread is decided otherwise, so it is on record.
    static void behind(Work work) {
        if (!work.upToDate()) {
            Audit.append(work, Looked.BEHIND, Shelves.ONLY, Map.of("upToDate", false));
        }
    }

    private static void happens(Casebook book, Happening happening) {
        Incident open = book.open();
        if (open != null) {
            book.policy(open)
                    .ifPresent(p ->
                            book.keep(
                                    book.ordering(
                                            p, s -> Machine.on(open, book.site(), happening, s)),
                                    Because.none()));
        }
    }

    @Override
    public Next run(Errand errand) {
        if (errand.name().equals(SWITCHES)) {
            new SwitchRound(transactions, policies).tellAll("the kill switch was set");
        }
        if (errand.name().equals(Mailroom.ERRAND)) {
            Mailroom.deliver(errand, transactions);
        }
        return new Next.Done();
    }
}
