package dev.holdfast.decision.domain.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Finds whatever was changed, removed, put elsewhere or cut off in a chain of audit entries.
public final class AuditChain {
    private static final int MOST = 100;

    private AuditChain() {}

    /// @param entries as they are stored, in the order of their keys
    /// @param head where the chain should end
    /// @param checkpoints hashes that were once signed, by number of the entry
    public static List<AuditFinding> verify(
            String scope, List<AuditEntry> entries, AuditHead head, Map<Long, String> checkpoints) {
        List<AuditFinding> found = new ArrayList<>();
        AuditHead before = AuditHead.NONE;
        for (AuditEntry e : entries) {
            if (found.size() >= MOST) {
                return found;
            }
            check(scope, before, e, checkpoints, found);
            before = e.head();
        }
        end(scope, before, head, found);
        return found;
    }

    private static void check(
            String scope,
            AuditHead before,
            AuditEntry e,
            Map<Long, String> checkpoints,
            List<AuditFinding> found) {
        if (e.number() > before.number() + 1) {
            found.add(
                    new AuditFinding(
                            scope,
                            before.number() + 1,
                            "entries %d to %d are missing"
                                    .formatted(before.number() + 1, e.number() - 1)));
        } else if (e.number() <= before.number()) {
            found.add(
                    new AuditFinding(
                            scope,
                            e.number(),
                            "entry %d stands after entry %d"
                                    .formatted(e.number(), before.number())));
        } else if (!e.previous().equals(before.hash())) {
            found.add(
                    new AuditFinding(
                            scope,
                            e.number(),
                            "entry %d does not follow the entry before it".formatted(e.number())));
        }
        if (!e.hash().equals(e.expected())) {
            found.add(
                    new AuditFinding(
                            scope,
                            e.number(),
                            "the content of entry %d was changed".formatted(e.number())));
        }
        String signed = checkpoints.get(e.number());
        if (signed != null && !signed.equals(e.hash())) {
            found.add(
                    new AuditFinding(
                            scope,
                            e.number(),
                            "entry %d is not the one that was signed".formatted(e.number())));
        }
    }

    private static void end(
            String scope, AuditHead last, AuditHead head, List<AuditFinding> found) {
        if (last.number() < head.number()) {
            found.add(
                    new AuditFinding(
                            scope,
                            last.number() + 1,
                            "the chain is cut: entries %d to %d are missing"
                                    .formatted(last.number() + 1, head.number())));
        } else if (!last.equals(head)) {
            found.add(
                    new AuditFinding(
                            scope,
                            last.number(),
                            "the chain ends at entry %d, its head names entry %d"
                                    .formatted(last.number(), head.number())));
        }
    }
}
