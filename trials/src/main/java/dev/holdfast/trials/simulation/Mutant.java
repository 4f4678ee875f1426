package dev.holdfast.trials.simulation;

/// The house, deliberately broken in one place. A simulation that does not notice is worth nothing.
///
/// The seams lie in the simulated broker, database and targets, and in what passes between them and
/// the services; the services' own code is the product's in every variant.
public enum Mutant {
    NO_FENCING(
            "a holder whose lease was taken goes on, and neither table nor target looks at epochs"),
    LEASE_NOT_ASKED("the lease is not looked at right before a target is touched"),
    LEASE_TWICE("an errand that somebody holds is given to a second holder"),
    OFFSETS_BEFORE_COMMIT("a reader's offset is committed before its transaction"),
    NO_DEDUPE("an event that was taken in is taken in again"),
    TIMERS_LOST("timers are gone after a restart"),
    TIMER_TAKEN_FIRST("a timer is taken away before what it wakes is committed"),
    ERRANDS_LOST("errands are gone after a restart"),
    RELAY_WITHOUT_LEASE("two relays send the same outbox"),
    RELAY_FORGETS_FIRST("the outbox is emptied before the broker has said yes"),
    RELAY_OUT_OF_ORDER("the outbox is sent newest first"),
    SEQUENCE_SKIPPED("a transaction that was rolled back has used up its sequence"),
    TORN_WRITE("events are kept of a transaction that was rolled back"),
    NEVER_BEHIND("a service decides before it has read what is older than its start"),
    APPROVAL_NOT_BOUND("an approval counts for whatever plan stands now"),
    ASKER_APPROVES("who asked for a rollback may agree to it"),
    NOT_AFTER_IGNORED("the executor does not look at an order's last time"),
    HALT_NOT_READ("the kill switch is not read before an intent"),
    AUTHORITY_NOT_CHECKED("the executor carries out an order that nobody allowed"),
    HASH_NOT_CHECKED("the executor carries out an order for another plan"),
    BLIND_REPEAT("an intent without an outcome is repeated without looking"),
    LOST_IS_UNDONE("an answer that was lost is taken for not done"),
    OBSERVE_IGNORED("it acts in mode observe"),
    ORDERS_FORGOTTEN("cool-down and limits do not see earlier orders"),
    FAILED_FORGOTTEN("a release that was rolled away from is a target again"),
    LOSS_NOT_SEEN("a plan that loses data looks as if it lost none"),
    OLD_NEWS_IS_NEW("a trigger counts from its arrival, not from when it was said"),
    SILENCE_IS_HEALTH("a check that cannot measure passes"),
    AUDIT_LINE_LOST("a line of the audit is not written"),
    NOTICE_FORGOTTEN("a channel's no is taken for a yes");

    private final String breaks;

    Mutant(String breaks) {
        this.breaks = breaks;
    }

    /// What is wrong with it, in one sentence.
    public String breaks() {
        return breaks;
    }
}
