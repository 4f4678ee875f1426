package dev.holdfast.backbone.work;

import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.IncidentEvent.PackActivated;
import dev.holdfast.backbone.events.PackAccepted;
import dev.holdfast.backbone.events.PackRefused;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.pack.LabPack;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.Problem;
import dev.holdfast.backbone.work.Changes.Place;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The packs as one service knows them: every version that was offered, and which one is current.
///
/// All of it lies under the scope `system/*`. A version stays as long as the audit, so that an
/// incident ends on the version that it began with.
public final class Packs {
    private static final Logger LOG = LoggerFactory.getLogger(Packs.class);
    private static final Shelf<PackFiles> VERSIONS = new Shelf<>("pack-version", PackFiles.class);
    private static final Shelf<Current> CURRENT = new Shelf<>("pack-current", Current.class);
    private static final String ONLY = "current";

    private Packs() {}

    /// Which version is current since when.
    record Current(String digest, java.time.Instant since) {}

    /// Where it is kept which version of a system's pack is current.
    public static Place place(String system) {
        return new Place(Scope.pack(system), CURRENT.name(), ONLY);
    }

    /// Takes in an offered version: keeps it and answers on the service's own topic whether the
    /// service can work with it. `work` is on the scope `system/*`. A version that was answered
    /// before is answered again with the same words.
    public static void offered(Work work, Desk desk, PackFiles pack) {
        String digest = pack.digest();
        work.put(VERSIONS, digest, pack);
        List<String> problems = problems(desk, pack);
        Because because = Because.none().pack(digest);
        Event answer =
                problems.isEmpty()
                        ? new PackAccepted(desk.service(), digest, work.now())
                        : new PackRefused(desk.service(), digest, problems, work.now());
        desk.answered(work, work.emit(answer, because));
    }

    /// A service that fails over a pack refuses it: the one that is current stays.
    private static List<String> problems(Desk desk, PackFiles pack) {
        try {
            return desk.check(pack).stream().map(Problem::toString).toList();
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("{} fails over pack {}", desk.service(), pack.name(), e);
            return List.of(
                    "%s fails over it (%s), which is a fault of the service: its log has more"
                            .formatted(desk.service(), e));
        }
    }

    /// Makes a version current. A version that never came here is reported as an error, since the
    /// service would act on another one than the rest.
    public static Received activated(Work work, PackActivated event) {
        if (work.find(VERSIONS, event.digest()).isEmpty()) {
            return Received.WAITS;
        }
        work.put(CURRENT, ONLY, new Current(event.digest(), event.at()));
        return Received.HANDLED;
    }

    /// The current version of a system's pack, if one was ever activated.
    ///
    /// For a drill that is the pack as it is in its lab, with a digest of its own; a pack without a
    /// lab is itself, and then nothing may act on it.
    public static Optional<PackFiles> current(Work work, String system) {
        return real(work, system).map(pack -> inDrill(work, pack));
    }

    private static PackFiles inDrill(Work work, PackFiles pack) {
        return work.scope().drill() == null ? pack : LabPack.of(pack).orElse(pack);
    }

    private static Optional<PackFiles> real(Work work, String system) {
        Scope scope = Scope.pack(system);
        return work.find(scope, CURRENT, ONLY).flatMap(c -> work.find(scope, VERSIONS, c.digest()));
    }

    /// A version that was offered at some time.
    public static Optional<PackFiles> byDigest(Work work, String system, String digest) {
        Optional<PackFiles> offered = work.find(Scope.pack(system), VERSIONS, digest);
        if (work.scope().drill() == null) {
            return offered;
        }
        return offered.map(pack -> inDrill(work, pack))
                .or(() -> current(work, system).filter(pack -> pack.digest().equals(digest)));
    }

    /// The digest of the current version.
    public static Optional<String> currentDigest(Work work, String system) {
        if (work.scope().drill() != null) {
            return current(work, system).map(PackFiles::digest);
        }
        return work.find(Scope.pack(system), CURRENT, ONLY).map(Current::digest);
    }

    /// The current version of one system, outside any transaction; two documents are read.
    public static Optional<PackFiles> current(Transactions transactions, String system) {
        Scope scope = Scope.pack(system);
        return transactions.under(scope, CURRENT).stream()
                .findFirst()
                .flatMap(c -> version(transactions, system, c.digest()));
    }

    /// A version that was offered at some time, read by its id alone: a system keeps every version
    /// that it ever had.
    public static Optional<PackFiles> version(
            Transactions transactions, String system, String digest) {
        return transactions.read(Scope.pack(system), work -> work.find(VERSIONS, digest));
    }

    /// The digests of the current versions, by system.
    public static Map<String, String> currentDigests(Transactions transactions, int limit) {
        Map<String, String> digests = new TreeMap<>();
        transactions
                .everywhere(CURRENT, limit)
                .forEach(c -> digests.put(c.scope().system(), c.value().digest()));
        return digests;
    }

    /// The current versions of all systems.
    public static List<PackFiles> allCurrent(Transactions transactions, int limit) {
        return transactions.everywhere(CURRENT, limit).stream()
                .flatMap(
                        c -> version(transactions, c.scope().system(), c.value().digest()).stream())
                .toList();
    }
}
