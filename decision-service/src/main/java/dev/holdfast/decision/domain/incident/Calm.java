package dev.holdfast.decision.domain.incident;

/// What measured calm means before a rollback has run.
final class Calm {
    private Calm() {}

    /// Once an order was given the system may be half changed: calm alone resolves nothing then.
    static void resolve(Turn turn, String how) {
        if (turn.ordered == 0) {
            Course.resolve(turn, how);
        }
    }
}
