package dev.holdfast.notifier.domain.notice;

import dev.holdfast.backbone.events.EventId;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Severity;
import dev.holdfast.notifier.domain.news.Occasion;
import dev.holdfast.notifier.domain.notice.Outcome.Delivered;
import dev.holdfast.notifier.domain.notice.Outcome.Later;
import dev.holdfast.notifier.domain.notice.Outcome.Refused;
import dev.holdfast.notifier.domain.notice.Outcome.Untried;
import dev.holdfast.notifier.domain.route.Audience;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

/// One message to one channel; its document holds exactly this.
///
///     Draft ──released by a person──▶ Waiting
///     Held ──group is over──▶ Waiting ──delivered──▶ Sent
///      └─into another─▶ Merged   │ ▲ └──refused, or too late for another attempt──▶ Failed
///                                └─┘ later
///     Muted is told to nobody and kept with its reason. Failed is sent again when a person wants it.
///
/// @param id stable id of event and channel: the channel sees it with every attempt
/// @param cause the event's id
/// @param packDigest the pack whose channel it goes to, null for the built-in one
/// @param attempts how often it was tried, the one under way counted
/// @param due when the next attempt is, while waiting
/// @param remark the last error, the receipt, or why it is muted
/// @param instead the notice that failed and that this one replaces
/// @param audience for whom it is written
/// @param facts the words of the news by their names in templates
/// @param triedAt when it was first tried, null while it was not
public record Notice(
        String id,
        String cause,
        Scope scope,
        @Nullable String incident,
        Occasion about,
        Severity severity,
        String channel,
        @Nullable String packDigest,
        String subject,
        String text,
        Standing standing,
        int attempts,
        Instant happenedAt,
        Instant createdAt,
        Instant due,
        String remark,
        @Nullable String instead,
        Audience audience,
        Map<String, String> facts,
        @Nullable Instant triedAt) {
    /// Where a notice stands.
    public enum Standing {
        DRAFT,
        HELD,
        WAITING,
        SENT,
        FAILED,
        MERGED,
        MUTED
    }

    /// Documents of an earlier version lack the last three.
    public Notice {
        audience = audience == null ? Audience.ENGINEERS : audience;
        facts = facts == null ? Map.of() : Map.copyOf(facts);
    }

    /// The id of the notice about one event to one channel.
    public static String id(String event, String channel) {
        return EventId.of("notice", event, channel);
    }

    public boolean waiting() {
        return standing == Standing.WAITING;
    }

    /// One attempt more: the one that is about to be made, or one that may have been made before.
    public Notice attempting(Instant now) {
        return with(n -> {
            n.attempts++;
            n.due = now;
            n.triedAt = triedAt == null ? now : triedAt;
        });
    }

    /// What the answer of the channel makes of it.
    ///
    /// @param giveUp no attempt is made later than this after the first one
    public Notice after(Outcome outcome, RetrySchedule schedule, Duration giveUp, Instant now) {
        return switch (outcome) {
            case Delivered d -> with(Standing.SENT, attempts, now, d.receipt());
            case Refused(String reason) -> with(Standing.FAILED, attempts, now, reason);
            case Untried(String reason, Duration pause) ->
                    again(attempts - 1, now.plus(pause), reason, giveUp, now);
            case Later(String reason, Duration asked) ->
                    again(
                            attempts,
                            now.plus(schedule.pause(attempts, asked, id.hashCode())),
                            reason,
                            giveUp,
                            now);
        };
    }

    private Notice again(int tried, Instant next, String reason, Duration giveUp, Instant now) {
        Instant first = triedAt == null ? createdAt : triedAt;
        if (next.isAfter(first.plus(giveUp))) {
            return with(
                    Standing.FAILED,
                    tried,
                    now,
                    "given up after %d attempts in %s: %s"
                            .formatted(tried, Duration.between(first, now), reason));
        }
        return with(Standing.WAITING, tried, next, reason);
    }

    /// The same, from the group's wait onto its way.
    public Notice released(String subject, String text, Instant now) {
        return with(n -> {
            n.standing = Standing.WAITING;
            n.subject = subject;
            n.text = text;
            n.due = now;
        });
    }

    /// Not to be told before `due`, where that is later.
    public Notice postponed(Instant due) {
        return due.isAfter(this.due) ? with(n -> n.due = due) : this;
    }

    /// A person has read the draft, perhaps mended it, and lets it go out.
    public Notice approved(String subject, String text, String by, Instant now) {
        return with(n -> {
            n.subject = subject;
            n.text = text;
            n.attempts = 0;
            n.onItsWay(now);
            n.remark = "released by " + by;
        });
    }

    /// A person wants it not to be told.
    public Notice withdrawn(String by, String reason, Instant now) {
        return with(Standing.MUTED, attempts, now, "withdrawn by %s: %s".formatted(by, reason));
    }

    /// A person has it sent again after it failed; to its channel it is the same notice.
    public Notice redriven(String by, Instant now) {
        return with(n -> {
            n.onItsWay(now);
            n.remark = "sent again by %s; before: %s".formatted(by, remark);
        });
    }

    /// Told as part of another notice.
    public Notice merged(String into) {
        return with(Standing.MERGED, attempts, due, "told with " + into);
    }

    /// It failed, and another channel is told in its place.
    public Notice replaced(String other) {
        return with(n -> n.remark = remark + "; told instead: " + other);
    }

    /// The same words for the channel that is told when this one cannot be reached.
    public Notice fallback(String other, Instant now) {
        return with(n -> {
            n.id = id(cause, channel + "→" + other);
            n.channel = other;
            n.attempts = 0;
            n.onItsWay(now);
            n.remark = "instead of %s: %s".formatted(channel, remark);
            n.instead = id;
        });
    }

    private Notice with(Standing standing, int attempts, Instant due, String remark) {
        return with(n -> {
            n.standing = standing;
            n.attempts = attempts;
            n.due = due;
            n.remark = remark;
        });
    }

    private Notice with(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        return copy.notice();
    }

    /// A notice while something of it is being changed.
    private static final class Copy {
        private final Notice from;
        private String id;
        private String channel;
        private String subject;
        private String text;
        private Standing standing;
        private int attempts;
        private Instant createdAt;
        private Instant due;
        private String remark;
        private @Nullable String instead;
        private @Nullable Instant triedAt;

        Copy(Notice from) {
            this.from = from;
            this.id = from.id;
            this.channel = from.channel;
            this.subject = from.subject;
            this.text = from.text;
            this.standing = from.standing;
            this.attempts = from.attempts;
            this.createdAt = from.createdAt;
            this.due = from.due;
            this.remark = from.remark;
            this.instead = from.instead;
            this.triedAt = from.triedAt;
        }

        /// From now on, as if it had just been made.
        void onItsWay(Instant now) {
            standing = Standing.WAITING;
            createdAt = now;
            due = now;
            triedAt = null;
        }

        Notice notice() {
            return new Notice(
                    id,
                    from.cause,
                    from.scope,
                    from.incident,
                    from.about,
                    from.severity,
                    channel,
                    from.packDigest,
                    subject,
                    text,
                    standing,
                    attempts,
                    from.happenedAt,
                    createdAt,
                    due,
                    remark,
                    instead,
                    from.audience,
                    from.facts,
                    triedAt);
        }
    }
}
