package dev.holdfast.decision.flow;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.work.Shelved;
import dev.holdfast.backbone.work.Transactions;
import dev.holdfast.decision.domain.audit.AuditChain;
import dev.holdfast.decision.domain.audit.AuditEntry;
import dev.holdfast.decision.domain.audit.AuditFinding;
import dev.holdfast.decision.domain.audit.AuditHead;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Reads the whole audit, page by page, and says where it does not fit.
public final class AuditCheck {
    /// More do not change within a minute.
    private static final int MOST_CHAINS = 10_000;

    private static final int PAGE = 500;

    private final Transactions transactions;
    private final int page;

    public AuditCheck(Transactions transactions) {
        this(transactions, PAGE);
    }

    /// @param page entries that are read at once
    AuditCheck(Transactions transactions, int page) {
        this.transactions = transactions;
        this.page = page;
    }

    /// @param findings empty for a whole audit
    /// @param keys public keys with how many checkpoints each has signed, one an instance: one that is
    ///     none of yours is somebody else's
    public record Report(
            boolean whole,
            int chains,
            long entries,
            List<AuditFinding> findings,
            Map<String, Long> keys) {
        public Report {
            findings = List.copyOf(findings);
            keys = Map.copyOf(keys);
        }
    }

    /// Where the chains end now that were written to last, by scope.
    public Map<String, AuditHead> heads() {
        return heads(MOST_CHAINS);
    }

    private Map<String, AuditHead> heads(int most) {
        Map<String, AuditHead> heads = new TreeMap<>();
        for (Shelved<AuditHead> head : transactions.everywhere(Shelves.AUDIT_HEADS, most)) {
            heads.put(head.scope().key(), head.value());
        }
        return heads;
    }

    /// When the first entry of each chain was written, by scope.
    ///
    /// @param but chains that are left out
    public Map<String, Instant> begun(Set<String> but) {
        Map<String, Instant> begun = new TreeMap<>();
        Set<String> asked = new TreeSet<>(heads(Integer.MAX_VALUE).keySet());
        asked.removeAll(but);
        for (String scope : asked) {
            transactions.under(Scope.parse(scope), Shelves.AUDIT, "", 1).stream()
                    .findFirst()
                    .ifPresent(first -> begun.put(scope, first.value().at()));
        }
        return begun;
    }

    /// @param all by scope and number of the entry, the hashes that were signed
    public Report verify(Map<String, Map<Long, String>> all) {
        Map<String, Map<Long, String>> signed = new TreeMap<>();
        all.forEach((scope, hashes) -> signed.put(scope, new TreeMap<>(hashes)));
        List<AuditFinding> ends = new ArrayList<>();
        List<AuditFinding> found = new ArrayList<>();
        long entries = 0;
        Map<String, AuditHead> before = Forgotten.all(transactions);
        forgotten(before, signed, ends);
        TreeMap<String, AuditHead> heads = new TreeMap<>(heads(Integer.MAX_VALUE));
        signed.keySet().forEach(scope -> heads.putIfAbsent(scope, AuditHead.NONE));
        for (Map.Entry<String, AuditHead> chain : heads.entrySet()) {
            entries += chain(chain.getKey(), chain.getValue(), signed, found);
        }
        forgottenMeanwhile(before, signed, ends, found);
        List<AuditFinding> findings = Stream.concat(ends.stream(), found.stream()).toList();
        return new Report(findings.isEmpty(), heads.size(), entries, findings, Map.of());
    }

    private long chain(
            String scope,
            AuditHead head,
            Map<String, Map<Long, String>> signed,
            List<AuditFinding> found) {
        Map<Long, String> checkpoints = signed.getOrDefault(scope, Map.of());
        AuditChain check = new AuditChain(scope, expected(head, checkpoints), checkpoints);
        long entries = read(Scope.parse(scope), check);
        found.addAll(check.findings());
        return entries;
    }

    /// A drill that was forgotten while its chain was read is looked at once more.
    ///
    /// @param before what was forgotten before the chains were read
    /// @param found loses what was found of such drills
    private void forgottenMeanwhile(
            Map<String, AuditHead> before,
            Map<String, Map<Long, String>> signed,
            List<AuditFinding> ends,
            List<AuditFinding> found) {
        Map<String, AuditHead> since = Forgotten.all(transactions);
        since.entrySet().removeIf(e -> e.getValue().equals(before.get(e.getKey())));
        forgotten(since, signed, ends);
        for (String scope : since.keySet()) {
            found.removeIf(f -> f.scope().equals(scope));
            AuditHead head =
                    transactions.under(Scope.parse(scope), Shelves.AUDIT_HEADS).stream()
                            .findFirst()
                            .orElse(AuditHead.NONE);
            long _ = chain(scope, head, signed, found);
        }
    }

    /// What was signed of a drill that is forgotten since is accounted for, if it ended as it was signed.
    ///
    /// @param signed loses what is accounted for
    private static void forgotten(
            Map<String, AuditHead> forgotten,
            Map<String, Map<Long, String>> signed,
            List<AuditFinding> findings) {
        forgotten.forEach((scope, end) -> {
            Map<Long, String> of = signed.get(scope);
            if (of == null) {
                return;
            }
            String hash = of.get(end.number());
            if (hash != null && !hash.equals(end.hash())) {
                findings.add(
                        new AuditFinding(
                                scope,
                                end.number(),
                                "the drill is forgotten, and its last entry was not the one that was signed"));
            }
            of.keySet().removeIf(number -> number <= end.number());
            if (of.isEmpty()) {
                signed.remove(scope);
            }
        });
    }

    /// Page by page, so that an audit of any length fits.
    private long read(Scope scope, AuditChain check) {
        long entries = 0;
        String last = "";
        List<Shelved<AuditEntry>> next;
        do {
            next = transactions.under(scope, Shelves.AUDIT, last, page);
            entries += next.size();
            if (!next.isEmpty()) {
                last = next.getLast().id();
            }
        } while (check.read(next.stream().map(Shelved::value).toList()) && next.size() == page);
        return entries;
    }

    /// A head that was set back cannot hide a cut: the newest signature still names what was there.
    private static AuditHead expected(AuditHead head, Map<Long, String> signed) {
        return signed.entrySet().stream()
                .max(Comparator.comparingLong(Map.Entry::getKey))
                .filter(e -> e.getKey() > head.number())
                .map(e -> new AuditHead(e.getKey(), e.getValue()))
                .orElse(head);
    }
}
