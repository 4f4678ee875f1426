package dev.holdfast.decision.flow;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.work.Because;
import dev.holdfast.backbone.work.Shelved;
import dev.holdfast.backbone.work.Transactions;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.decision.domain.incident.Happening;
import dev.holdfast.decision.domain.incident.Incident;
import dev.holdfast.decision.domain.incident.Machine;
import dev.holdfast.decision.domain.policy.Policy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Map;

/// Tells every open incident that a switch was changed, one transaction each.
final class SwitchRound {
    private static final Logger LOG = LoggerFactory.getLogger(SwitchRound.class);
    private static final int MOST = 100_000;

    private final Transactions transactions;
    private final Policies policies;

    SwitchRound(Transactions transactions, Policies policies) {
        this.transactions = transactions;
        this.policies = policies;
    }

    /// The kind of the audit's entry; its id says what was changed.
    static final String KIND = "switches";

    void tellAll(String what) {
        RuntimeException first = null;
        for (Shelved<Shelves.Opened> open : transactions.everywhere(Shelves.OPEN, MOST)) {
            try {
                tell(open.scope(), what);
            } catch (RuntimeException e) {
                LOG.warn("{} is not told yet that {}: {}", open.scope(), what, e.toString());
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            // The errand is run again; whom it changes nothing for is not told twice.
            throw first;
        }
    }

    private void tell(Scope scope, String what) {
        boolean _ = transactions.in(scope, work -> tell(work, policies, what));
    }

    static boolean tell(Work work, Policies policies, String what) {
        Casebook book = Casebook.of(work, policies);
        Incident open = book.open();
        Policy policy = open == null ? null : book.policy(open).orElse(null);
        if (open == null || policy == null) {
            return false;
        }
        Happening changed = new Happening.SwitchesChanged(what);
        if (!book.changes(policy, s -> Machine.on(open, book.site(), changed, s))) {
            return false;
        }
        Audit.append(work, KIND, what, Map.of("what", what));
        DecisionDesk.behind(work);
        book.keep(
                book.ordering(policy, s -> Machine.on(open, book.site(), changed, s)),
                Because.none());
        return true;
    }
}
