package dev.holdfast.executor.whole;

/// Where in the journal of one effect a fault strikes.
enum Boundary {
    /// In the commit of the intent, which is lost: nothing was intended, nothing is done.
    INTENT_LOST("INTENT", false),
    /// The intent is committed, and the executor has not heard so: nothing is done yet.
    INTENT_WRITTEN("INTENT", true),
    /// The effect is done, and the commit of its outcome is lost.
    OUTCOME_LOST("OUTCOME", false),
    /// The outcome is committed, and the executor has not heard so.
    OUTCOME_WRITTEN("OUTCOME", true),
    /// Nobody knows: a moment by chance, also in the middle of an effect.
    ANYWHERE("", false);

    private final String line;
    private final boolean written;

    Boundary(String line, boolean written) {
        this.line = line;
        this.written = written;
    }

    /// The kind of line in the journal.
    String line() {
        return line;
    }

    boolean written() {
        return written;
    }
}
