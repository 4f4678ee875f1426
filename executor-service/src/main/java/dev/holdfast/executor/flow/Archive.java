package dev.holdfast.executor.flow;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.work.Shelved;
import dev.holdfast.backbone.work.Transactions;
import dev.holdfast.executor.domain.plan.Plan;
import dev.holdfast.executor.domain.rollback.JournalEntry;
import dev.holdfast.executor.domain.rollback.Rollback;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// What may be read of rollbacks and their plans.
public final class Archive {
    private static final int MOST = 1000;

    private final Transactions transactions;

    public Archive(Transactions transactions) {
        this.transactions = transactions;
    }

    /// All there is about one rollback.
    public record Whole(
            Scope scope, Rollback rollback, @Nullable Plan plan, List<JournalEntry> journal) {}

    /// Newest first.
    public List<Shelved<Rollback>> rollbacks(int limit) {
        return transactions.everywhere(Shelves.ROLLBACKS, Math.clamp(limit, 1, MOST));
    }

    /// Newest first.
    public List<Plan> plans(int limit) {
        return transactions.everywhere(Shelves.PLANS, Math.clamp(limit, 1, MOST)).stream()
                .map(Shelved::value)
                .toList();
    }

    public Optional<Whole> rollback(String id) {
        return scope(id).map(scope -> whole(scope, id));
    }

    /// Under which system/environment it lies.
    public Optional<Scope> scope(String id) {
        return transactions.scopeOf(Shelves.ROLLBACKS, id);
    }

    private Whole whole(Scope scope, String id) {
        return transactions.read(
                scope,
                work -> {
                    Rollback r = work.find(Shelves.ROLLBACKS, id).orElseThrow();
                    List<JournalEntry> journal =
                            IntStream.rangeClosed(1, r.journal())
                                    .mapToObj(n -> Shelves.line(id, n))
                                    .flatMap(line -> work.find(Shelves.JOURNAL, line).stream())
                                    .toList();
                    return new Whole(scope, r, work.find(Shelves.PLANS, id).orElse(null), journal);
                });
    }
}
