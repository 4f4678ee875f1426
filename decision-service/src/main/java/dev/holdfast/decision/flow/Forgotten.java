package dev.holdfast.decision.flow;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.work.Shelved;
import dev.holdfast.backbone.work.Transactions;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.decision.domain.audit.AuditEntry;
import dev.holdfast.decision.domain.audit.AuditHead;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Drills whose rows went. Where the chain of each ended is put down in a chain of its own, so that
/// what was signed of it is still accounted for, and nobody can call a cut of another chain forgetting.
///
/// @param chains where each chain ended, by its key
public record Forgotten(Map<String, AuditHead> chains) {
    static final Scope SCOPE = Scope.of("holdfast", "forgotten");

    /// The kind of its entry in the audit.
    static final String KIND = "forgotten";

    private static final int PAGE = 500;

    public Forgotten {
        chains = new TreeMap<>(chains);
    }

    static void note(Work work, List<Scope> drills) {
        Map<String, AuditHead> ends = new TreeMap<>();
        work.find(drills, Shelves.AUDIT_HEADS, Shelves.ONLY)
                .forEach((scope, head) -> ends.put(scope.key(), head));
        if (!ends.isEmpty()) {
            Audit.append(work, KIND, Shelves.ONLY, new Forgotten(ends));
        }
    }

    /// Where the chains of all forgotten drills ended.
    static Map<String, AuditHead> all(Transactions transactions) {
        Map<String, AuditHead> all = new TreeMap<>();
        String last = "";
        List<Shelved<AuditEntry>> page;
        do {
            page = transactions.under(SCOPE, Shelves.AUDIT, last, PAGE);
            for (Shelved<AuditEntry> entry : page) {
                last = entry.id();
                if (entry.value().kind().equals(KIND)) {
                    Json.read(entry.value().body(), Forgotten.class)
                            .chains()
                            .forEach((key, head) -> {
                                // Only a drill is forgotten, whatever somebody wrote here.
                                if (Scope.parse(key).drill() != null) {
                                    all.put(key, head);
                                }
                            });
                }
            }
        } while (page.size() == PAGE);
        return all;
    }
}
