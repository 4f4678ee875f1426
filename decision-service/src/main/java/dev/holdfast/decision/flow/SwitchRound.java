package dev.holdfast.decision.flow;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.work.Because;
import dev.holdfast.backbone.work.Shelved;
import dev.holdfast.backbone.work.Transactions;
import dev.holdfast.decision.domain.incident.Happening;
import dev.holdfast.decision.domain.incident.Incident;
import dev.holdfast.decision.domain.incident.Machine;
import dev.holdfast.decision.domain.incident.Site;

/// Tells every open incident that a switch was changed, one transaction each.
final class SwitchRound {
    private static final int MOST_SITES = 2_000;

    private final Transactions transactions;
    private final Policies policies;

    SwitchRound(Transactions transactions, Policies policies) {
        this.transactions = transactions;
        this.policies = policies;
    }

    void tellAll(String what) {
        for (Shelved<Site> site : transactions.everywhere(Shelves.SITES, MOST_SITES)) {
            if (site.value().open() != null) {
                tell(site.scope(), what);
            }
        }
    }

    private void tell(Scope scope, String what) {
        boolean _ =
                transactions.in(
                        scope,
                        work -> {
                            Casebook book = Casebook.of(work, policies);
                            Incident open = book.open();
                            if (open == null) {
                                return false;
                            }
                            book.policy(open)
                                    .ifPresent(p ->
                                            book.keep(
                                                    book.ordering(
                                                            p,
                                                            s ->
                                                                    Machine.on(
                                                                            open,
                                                                            book.site(),
                                                                            new Happening
                                                                                    .SwitchesChanged(
                                                                                    what),
                                                                            s)),
                                                    Because.none()));
                            return true;
                        });
    }
}
