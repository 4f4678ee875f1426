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

    /// Counts an attempt before it is made, so that none goes unseen.
    public Notice attempting(Instant now) {
        Instant first = triedAt == null ? now : triedAt;
        return with(Standing.WAITING, attempts + 1, now, remark).tried(first);
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
        return copy(id, channel, subject, text, Standing.WAITING, attempts, createdAt, now, remark);
    }

    /// Not to be told before `due`, where that is later.
    public Notice postponed(Instant due) {
        return due.isAfter(this.due) ? with(standing, attempts, due, remark) : this;
    }

    /// A person has read the draft, perhaps mended it, and lets it go out.
    public Notice approved(String subject, String text, String by, Instant now) {
        return copy(id, channel, subject, text, Standing.WAITING, 0, now, now, "released by " + by)
                .tried(null);
    }

    /// A person wants it not to be told.
    public Notice withdrawn(String by, String reason, Instant now) {
        return with(Standing.MUTED, attempts, now, "withdrawn by %s: %s".formatted(by, reason));
    }

    /// A person has it sent again after it failed; to its channel it is the same notice.
    public Notice redriven(String by, Instant now) {
        return copy(
                        id,
                        channel,
                        subject,
                        text,
                        Standing.WAITING,
                        attempts,
                        now,
                        now,
                        "sent again by %s; before: %s".formatted(by, remark))
                .tried(null);
    }

    /// Told as part of another notice.
    public Notice merged(String into) {
        return with(Standing.MERGED, attempts, due, "told with " + into);
    }

    /// It failed, and another channel is told in its place.
    public Notice replaced(String other) {
        return with(standing, attempts, due, remark + "; told instead: " + other);
    }

    /// The same words for the channel that is told when this one cannot be reached.
    public Notice fallback(String other, Instant now) {
        return new Notice(
                id(cause, channel + "→" + other),
                cause,
                scope,
                incident,
                about,
                severity,
                other,
                packDigest,
                subject,
                text,
                Standing.WAITING,
                0,
                happenedAt,
                now,
                now,
                "instead of %s: %s".formatted(channel, remark),
                id,
                audience,
                facts,
                null);
    }

    private Notice tried(@Nullable Instant first) {
        return new Notice(
                id,
                cause,
                scope,
                incident,
                about,
                severity,
                channel,
                packDigest,
                subject,
                text,
                standing,
                attempts,
                happenedAt,
                createdAt,
                due,
                remark,
                instead,
                audience,
                facts,
                first);
    }

    private Notice with(Standing standing, int attempts, Instant due, String remark) {
        return copy(id, channel, subject, text, standing, attempts, createdAt, due, remark);
    }

    private Notice copy(
            String id,
            String channel,
            String subject,
            String text,
            Standing standing,
            int attempts,
            Instant createdAt,
            Instant due,
            String remark) {
        return new Notice(
                id,
                cause,
                scope,
                incident,
                about,
                severity,
                channel,
                packDigest,
                subject,
                text,
                standing,
                attempts,
                happenedAt,
                createdAt,
                due,
                remark,
                instead,
                audience,
                facts,
                triedAt);
    }
}
