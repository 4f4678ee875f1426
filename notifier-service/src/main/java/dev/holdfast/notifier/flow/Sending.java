package dev.holdfast.notifier.flow;

import dev.holdfast.backbone.events.NotificationEvent.NoticeFailed;
import dev.holdfast.backbone.events.NotificationEvent.NoticeSent;
import dev.holdfast.backbone.work.Because;
import dev.holdfast.backbone.work.Errand;
import dev.holdfast.backbone.work.Next;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.notifier.domain.notice.Letter;
import dev.holdfast.notifier.domain.notice.Notice;
import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.notice.RetrySchedule;
import dev.holdfast.notifier.domain.plan.ChannelSpec;
import dev.holdfast.notifier.domain.plan.NotificationPlan;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Sends one notice: it is claimed, the attempt is made, and its outcome is written down.
///
/// A crash before the outcome repeats the attempt with the same id, and as one that may have been made
/// before: a channel that knows no ids looks for it first. Nothing is lost, and nothing doubled
/// without that id.
final class Sending {
    private static final String ERRAND = "send:";

    private final Post post;
    private final Plans plans;
    private final RetrySchedule schedule;

    Sending(Post post, Plans plans, RetrySchedule schedule) {
        this.post = post;
        this.plans = plans;
        this.schedule = schedule;
    }

    /// What is to be sent, and where to.
    ///
    /// @param channel null where it is gone
    /// @param known what the channel answered before, and who is on call now
    private record Mail(Notice notice, @Nullable ChannelSpec channel, Map<String, String> known) {}

    /// Names the channel too, so that whoever has to wait for it need not look first.
    static String errand(String notice, String channel) {
        return ERRAND + notice + "@" + channel;
    }

    Next run(Errand errand) {
        String name = errand.name().substring(ERRAND.length());
        int at = name.indexOf('@');
        if (at < 0) {
            return attempt(errand, name).get(); // asked for by an earlier version
        }
        Supplier<Next> end =
                post.inTurn(
                        errand.scope().system() + "/" + name.substring(at + 1),
                        () -> attempt(errand, name.substring(0, at)),
                        pause -> () -> new Next.Again(errand.claimedAt().plus(pause)));
        return end.get();
    }

    /// Makes the attempt. What it answers writes the outcome down: the channel's place is free for the
    /// next one by then.
    private Supplier<Next> attempt(Errand errand, String id) {
        Optional<Mail> mail = errand.read(work -> mail(work, id, errand.resumed()));
        if (mail.isEmpty()) {
            return () -> errand.conclude(work -> passedOver(work, id));
        }
        if (!errand.held()) {
            // Another may be at it: whoever has the errand by then goes on at once.
            return () -> new Next.Again(errand.claimedAt());
        }
        Outcome outcome = deliver(mail.get(), errand);
        return () -> errand.conclude(work -> record(work, mail.get(), outcome));
    }

    private static Next passedOver(Work work, String id) {
        work.find(Shelves.NOTICES, id)
                .filter(n -> !n.waiting())
                .ifPresent(n -> Lanes.leave(work, n, Map.of()));
        return new Next.Done();
    }

    /// @param resumed that an attempt may have been made of which nothing is written
    private Optional<Mail> mail(Work work, String id, boolean resumed) {
        return work.find(Shelves.NOTICES, id)
                .filter(Notice::waiting)
                .map(n -> resumed ? n.attempting(work.now()) : n)
                .flatMap(found -> mail(work, found));
    }

    private Optional<Mail> mail(Work work, Notice found) {
        NotificationPlan plan = plans.of(work, found).plan();
        ChannelSpec channel = plan.channel(found.channel());
        boolean inOrder = inOrder(channel);
        if (inOrder && !Lanes.turn(work, found)) {
            return Optional.empty();
        }
        Map<String, String> known = new HashMap<>(inOrder ? Lanes.known(work, found) : Map.of());
        plan.onCall().at(work.now()).ifPresent(p -> known.put(Letter.ON_CALL_MAIL, p.email()));
        return Optional.of(new Mail(found.attempting(work.now()), channel, known));
    }

    /// True too where the channel is gone: it may have been one in whose lane others wait.
    private static boolean inOrder(@Nullable ChannelSpec channel) {
        return channel == null || channel.address().inOrder();
    }

    private Outcome deliver(Mail mail, Errand errand) {
        ChannelSpec channel = mail.channel();
        if (channel == null) {
            return new Outcome.Refused("the pack has no channel " + mail.notice().channel());
        }
        return post.deliver(
                errand.scope().system() + "/" + channel.name(),
                channel.address(),
                Letter.of(mail.notice(), mail.known(), mail.notice().due()));
    }

    private Next record(Work work, Mail mail, Outcome outcome) {
        ChannelSpec channel = mail.channel();
        Notice after =
                mail.notice()
                        .after(
                                outcome,
                                schedule,
                                channel == null ? Duration.ZERO : channel.giveUp(),
                                work.now());
        work.put(Shelves.NOTICES, after.id(), after);
        return switch (after.standing()) {
            case WAITING -> new Next.Again(after.due());
            case SENT -> {
                if (inOrder(channel)) {
                    Lanes.leave(work, after, learned(outcome));
                }
                work.emit(sent(after), because(after));
                yield new Next.Done();
            }
            case FAILED -> {
                if (inOrder(channel)) {
                    Lanes.leave(work, after, Map.of());
                }
                Pipeline.unsaid(work, after);
                String other = channel == null ? null : channel.fallback();
                work.emit(failed(after, other), because(after));
                work.put(Shelves.UNDONE, after.id(), after);
                if (other != null) {
                    work.put(Shelves.NOTICES, after.id(), after.replaced(other));
                    work.put(Shelves.UNDONE, after.id(), after.replaced(other));
                    fallBack(work, after.fallback(other, work.now()));
                }
                yield new Next.Done();
            }
            case DRAFT, HELD, MERGED, MUTED ->
                    throw new IllegalStateException(
                            "A notice that was sent cannot become %s".formatted(after.standing()));
        };
    }

    private static Map<String, String> learned(Outcome outcome) {
        return outcome instanceof Outcome.Delivered d ? d.learned() : Map.of();
    }

    private void fallBack(Work work, Notice notice) {
        if (work.find(Shelves.NOTICES, notice.id()).isEmpty()) {
            work.put(Shelves.NOTICES, notice.id(), notice);
            ChannelSpec channel = plans.of(work, notice).plan().channel(notice.channel());
            Lanes.enter(work, notice, channel != null && channel.address().inOrder(), work.now());
        }
    }

    private static Because because(Notice n) {
        return new Because(n.incident(), n.cause(), n.packDigest(), null);
    }

    private static NoticeSent sent(Notice n) {
        return new NoticeSent(
                n.incident(),
                n.id(),
                n.channel(),
                n.about().written(),
                n.text(),
                n.attempts(),
                n.due());
    }

    private static NoticeFailed failed(Notice n, @Nullable String fallback) {
        return new NoticeFailed(
                n.incident(),
                n.id(),
                n.channel(),
                n.about().written(),
                n.remark(),
                fallback,
                n.attempts(),
                n.due());
    }
}
