package dev.holdfast.notifier.domain.notice;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// What a channel gets to deliver.
///
/// @param id the idempotency key: the same for every attempt
/// @param attempt counted from 1
/// @param at the time of this attempt
public record Letter(
        String id,
        String channel,
        String about,
        String scope,
        @Nullable String incident,
        String severity,
        Instant happenedAt,
        String subject,
        String text,
        int attempt,
        Instant at) {

    public static Letter of(Notice n, Instant at) {
        return new Letter(
                n.id(),
                n.channel(),
                n.about().written(),
                n.scope().key(),
                n.incident(),
                n.severity().name(),
                n.happenedAt(),
                n.subject(),
                n.text(),
                n.attempts(),
                at);
    }
}
