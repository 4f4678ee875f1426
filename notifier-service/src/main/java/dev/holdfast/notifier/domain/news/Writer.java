package dev.holdfast.notifier.domain.news;

import dev.holdfast.backbone.events.IncidentEvent.ApprovalGranted;
import dev.holdfast.backbone.events.Remark;

import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Writes news about one incident.
record Writer(Card card, String id, Promise promise) {

    Optional<News> say(Occasion about, Instant at, UnaryOperator<Words> more) {
        return Optional.of(tell(about, at, more));
    }

    Optional<News> failed(Instant at, String status, String reason) {
        return say(Occasion.FAILED, at, w -> w.put(Word.STATUS, status).put(Word.REASON, reason));
    }

    /// One of several needed approvals leaves the question open.
    Optional<News> granted(ApprovalGranted e) {
        String by = "approved by %s (%s)".formatted(e.by(), e.role());
        int more = card.yesWanted();
        return more == 0
                ? answered(e.at(), by, e.reason())
                : say(
                        Occasion.APPROVAL_ANSWERED,
                        e.at(),
                        w ->
                                w.put(Word.STATUS, "%s, %d more needed".formatted(by, more))
                                        .put(Word.REASON, e.reason())
                                        .put(Word.NEEDED, Integer.toString(more)));
    }

    Optional<News> answered(Instant at, String status, String reason) {
        return say(
                Occasion.APPROVAL_ANSWERED,
                at,
                w -> w.put(Word.STATUS, status).put(Word.REASON, reason));
    }

    Optional<News> overdue(Remark remark) {
        return say(Occasion.OVERDUE, remark.at(), w -> w.put(Word.REASON, remark.sentence()));
    }

    News tell(Occasion about, Instant at, UnaryOperator<Words> more) {
        return new News(
                id,
                card.scope(),
                about,
                card.incident(),
                card.severity(),
                at,
                more.apply(Words.of(card, promise, at)).all(),
                card.told());
    }
}
