package dev.holdfast.decision.domain.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Finds whatever was changed, removed, put elsewhere or cut off in one chain of audit entries, which
/// it is given in pages.
public final class AuditChain {
    /// Findings after which a chain is not read on.
    private static final int MOST = 100;

    private final String scope;
    private final AuditHead head;
    private final Map<Long, String> checkpoints;
    private final List<AuditFinding> found = new ArrayList<>();
    private AuditHead before = AuditHead.NONE;

    /// @param head where the chain ended when it began to be read; what was written since follows it
    /// @param checkpoints hashes that were once signed, by number of the entry
    public AuditChain(String scope, AuditHead head, Map<Long, String> checkpoints) {
        this.scope = scope;
        this.head = head;
        this.checkpoints = Map.copyOf(checkpoints);
    }

    /// Reads on.
    ///
    /// @param page the next entries as they are stored, in the order of their keys
    /// @return false when enough is found
    public boolean read(List<AuditEntry> page) {
        for (AuditEntry e : page) {
            if (found.size() >= MOST) {
                return false;
            }
            check(e);
            before = e.head();
        }
        return true;
    }

    /// What is wrong with all that was read; empty for a whole chain.
    public List<AuditFinding> findings() {
        List<AuditFinding> all = new ArrayList<>(found);
        if (found.size() < MOST) {
            end(all);
        }
        return List.copyOf(all);
    }

    private void check(AuditEntry e) {
        if (e.number() > before.number() + 1) {
            find(
                    before.number() + 1,
                    "entries %d to %d are missing".formatted(before.number() + 1, e.number() - 1));
        } else if (e.number() <= before.number()) {
            find(
                    e.number(),
                    "entry %d stands after entry %d".formatted(e.number(), before.number()));
        } else if (!e.previous().equals(before.hash())) {
            find(e.number(), "entry %d does not follow the entry before it".formatted(e.number()));
        }
        if (!e.hash().equals(e.expected())) {
            find(e.number(), "the content of entry %d was changed".formatted(e.number()));
        }
        String signed = checkpoints.get(e.number());
        if (signed != null && !signed.equals(e.hash())) {
            find(e.number(), "entry %d is not the one that was signed".formatted(e.number()));
        }
        if (e.number() == head.number() && !e.hash().equals(head.hash())) {
            find(e.number(), "entry %d is not the one that its head names".formatted(e.number()));
        }
    }

    private void find(long number, String what) {
        found.add(new AuditFinding(scope, number, what));
    }

    private void end(List<AuditFinding> all) {
        if (before.number() < head.number()) {
            all.add(
                    new AuditFinding(
                            scope,
                            before.number() + 1,
                            "the chain is cut: entries %d to %d are missing"
                                    .formatted(before.number() + 1, head.number())));
        } else if (head.number() == 0 && before.number() > 0) {
            all.add(
                    new AuditFinding(
                            scope,
                            before.number(),
                            "the chain ends at entry %d, and it has no head"
                                    .formatted(before.number())));
        }
    }
}
