package dev.holdfast.executor.flow;

import dev.holdfast.backbone.events.RollbackEvent.ReadinessChecked;
import dev.holdfast.backbone.events.RollbackEvent.ReleaseRecorded;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.work.Transactions;

import java.util.List;

/// What may be read of readiness, and asked anew.
public final class ReadinessBook {
    private final Transactions transactions;

    public ReadinessBook(Transactions transactions) {
        this.transactions = transactions;
    }

    /// @param runbooks the newest answer for each runbook and release that has held
    /// @param releases what those releases consist of
    public record Page(List<ReadinessChecked> runbooks, List<ReleaseRecorded> releases) {
        public Page {
            runbooks = List.copyOf(runbooks);
            releases = List.copyOf(releases);
        }
    }

    public Page page(Scope scope) {
        return new Page(
                transactions.under(scope, Shelves.READY),
                transactions.under(scope, Shelves.RECORDS));
    }

    /// Looks again soon.
    public void ask(Scope scope) {
        var _ =
                transactions.in(
                        scope,
                        work -> {
                            work.errand(Readiness.ERRAND, work.now());
                            return true;
                        });
    }
}
