package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.EventId;
import dev.holdfast.backbone.events.Scope;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// Ids that follow from what they name.
public final class Ids {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuuMMdd").withZone(ZoneOffset.UTC);

    /// Of all incidents of a system on one day, in all its environments and drills, no two should be
    /// called the same.
    private static final int DIGITS = 6;

    private Ids() {}

    /// Short enough to say aloud: `shop-20261120-4f1c9a`.
    ///
    /// @param salt another one for an id that is taken
    public static String incident(Scope scope, String trigger, Instant raisedAt, int salt) {
        String hex = EventId.of(scope.key(), trigger, raisedAt, salt).substring(0, DIGITS);
        return "%s-%s-%s".formatted(scope.system(), DAY.format(raisedAt), hex);
    }

    static String rollback(String incident, int attempt) {
        return EventId.of(incident, "rollback", attempt);
    }

    static String verification(String incident, int number) {
        return EventId.of(incident, "verification", number);
    }

    static String assessment(String incident) {
        return EventId.of(incident, "assessment");
    }

    /// @param round how often the stage was asked before
    static String request(String rollback, int stage, int round) {
        return round == 0
                ? EventId.of(rollback, "approval", stage)
                : EventId.of(rollback, "approval", stage, round);
    }
}
