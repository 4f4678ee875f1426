package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.IncidentEvent.Authority;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Severity;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What the leader of a group and its members say to each other. Each is said in a transaction of
/// the one and heard in a transaction of the other, so nobody ever holds the rows of two systems.
///
/// @param to system/environment
/// @param incident the leader's
/// @param round of the leader's planning
/// @param text why, for people
/// @param plan of a member, when it is `PLANNED`
/// @param hash of the plan that is allowed, when it is `GO`
/// @param asks why people would be asked about the plan by the member's own rules; null: they would
///     not
/// @param authority of the whole group, when it is `GO`
/// @param severity of the leader's incident, when it is `JOIN`: it is the member's, too
/// @param again it may be asked again later, when it is `REFUSED`
/// @param until before then asking again is of no use, when it is `REFUSED`, and later than then
///     nobody goes, when it is `GO`; null: not known
/// @param excluded who may not agree to the member's plan, when it is `PLANNED`
public record Mail(
        Kind kind,
        String to,
        String from,
        String incident,
        String round,
        String text,
        @Nullable PlanReady plan,
        @Nullable String hash,
        @Nullable String asks,
        @Nullable Authority authority,
        boolean again,
        @Nullable Severity severity,
        List<String> excluded,
        @Nullable Instant until) {
    public Mail {
        excluded = excluded == null ? List.of() : List.copyOf(excluded);
    }

    /// What is said.
    public enum Kind {
        /// Will you come along? Nobody else can ask you until it is over.
        JOIN,
        /// Do the plan of this hash now.
        GO,
        /// It is over; you are free.
        LEAVE,
        JOINED,
        PLANNED,
        REFUSED,
        /// It is rolled back and verified.
        DONE,
        /// It was to go, and could not.
        BROKEN;

        /// Said by the leader.
        public boolean toMember() {
            return this == JOIN || this == GO || this == LEAVE;
        }
    }

    static Mail of(Kind kind, String to, String from, String incident, String round, String text) {
        return new Mail(
                kind, to, from, incident, round, text, null, null, null, null, false, null,
                List.of(), null);
    }

    Mail of(Severity leaders) {
        return new Mail(
                kind, to, from, incident, round, text, plan, hash, asks, authority, again, leaders,
                excluded, until);
    }

    /// A plan of a member that is only rehearsed.
    ///
    /// @param lost what it would lose; null for nothing
    /// @param asking why the member's own rules would ask people; null: they would not
    public Mail planned(
            String planned, @Nullable String lost, @Nullable String asking, Instant at) {
        Release release = new Release(Scope.parse(to).system(), "before");
        PlanReady ready =
                new PlanReady(
                        incident,
                        planned,
                        planned,
                        "rehearsed",
                        null,
                        release,
                        List.of(),
                        lost,
                        Duration.ZERO,
                        Duration.ZERO,
                        List.of(),
                        at);
        return new Mail(
                Kind.PLANNED,
                from,
                to,
                incident,
                round,
                "",
                ready,
                planned,
                asking,
                null,
                false,
                null,
                List.of(),
                null);
    }

    /// An answer of the one it was said to.
    ///
    /// @param again whether to ask again later is of use
    public Mail answer(Kind with, String why, boolean again) {
        return new Mail(
                with, from, to, incident, round, why, null, null, null, null, again, null,
                List.of(), null);
    }
}
