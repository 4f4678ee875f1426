package dev.holdfast.decision.domain.incident;

import java.util.stream.Stream;

/// What people do in several states alike.
final class People {
    private People() {}

    /// The request is one of the triggers by now; it is decided anew, and who asked is remembered.
    static void asked(Turn turn, Happening.Asked asked) {
        if (running(turn)) {
            return;
        }
        turn.askedBy =
                Stream.concat(turn.askedBy.stream(), Stream.of(asked.by().name()))
                        .distinct()
                        .toList();
        Course.decide(turn);
    }

    static void close(Turn turn, Happening.CloseAsked asked) {
        if (!running(turn)) {
            Course.close(turn, "closed by %s: %s".formatted(asked.by().name(), asked.reason()));
        }
    }

    /// Refuses while a rollback has no known end.
    private static boolean running(Turn turn) {
        if (turn.running != null) {
            turn.refuse(
                    Refusal.Kind.CONFLICT,
                    "rollback %s has no known end: abort it first".formatted(turn.running));
        }
        return turn.running != null;
    }

    static void nothingAsked(Turn turn) {
        turn.refuse(
                Refusal.Kind.CONFLICT,
                "the incident is %s: there is nothing to approve or deny"
                        .formatted(turn.state.word()));
    }
}
