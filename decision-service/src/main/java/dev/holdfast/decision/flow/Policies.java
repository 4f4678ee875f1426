package dev.holdfast.decision.flow;

import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.backbone.work.Packs;
import dev.holdfast.backbone.work.Transactions;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.decision.domain.policy.Policy;
import dev.holdfast.decision.domain.policy.PolicyFile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The policies of the packs, read once a version.
public final class Policies {
    /// Versions in use at once; more are read again.
    private static final int MOST = 2_000;

    /// So many are read at a start.
    private static final int WARM = 200;

    /// More than a house has.
    private static final int MOST_SYSTEMS = 10_000;

    private final Map<String, Policy> byDigest = new ConcurrentHashMap<>();

    /// Reads and tries all current versions, so that the first trigger after a start does not wait
    /// for it.
    public void warm(Transactions transactions) {
        for (PackFiles pack : Packs.allCurrent(transactions, WARM)) {
            PolicyFile.read(pack, new Problems())
                    .ifPresent(p -> {
                        byDigest.put(p.digest(), p);
                        p.matrix().forEach(row -> row.when().test(Map.of()));
                        p.authority().forEach(rule -> rule.when().test(Map.of()));
                    });
        }
    }

    /// The policies of all systems that count now.
    List<Policy> current(Transactions transactions) {
        List<Policy> all = new ArrayList<>();
        Packs.currentDigests(transactions, MOST_SYSTEMS)
                .forEach((system, digest) -> {
                    Policy known = byDigest.get(digest);
                    Optional<Policy> policy =
                            known == null
                                    ? Packs.version(transactions, system, digest)
                                            .flatMap(p -> PolicyFile.read(p, new Problems()))
                                    : Optional.of(known);
                    policy.ifPresent(all::add);
                    if (known == null && byDigest.size() < MOST) {
                        policy.ifPresent(p -> byDigest.put(digest, p));
                    }
                });
        return all;
    }

    /// The policy that counts for new incidents.
    Optional<Policy> current(Work work, String system) {
        return Packs.currentDigest(work, system).flatMap(d -> version(work, system, d));
    }

    /// The policy that an incident began with.
    Optional<Policy> version(Work work, String system, String digest) {
        Policy known = byDigest.get(digest);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<PackFiles> pack = Packs.byDigest(work, system, digest);
        Optional<Policy> read = pack.flatMap(p -> PolicyFile.read(p, new Problems()));
        if (byDigest.size() >= MOST) {
            byDigest.clear();
        }
        read.ifPresent(p -> byDigest.put(digest, p));
        return read;
    }
}
