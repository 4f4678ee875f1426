package dev.holdfast.detector.flow.packs;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.pack.LabPack;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.PackManifest;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.detector.flow.samples.Addressed;
import dev.holdfast.detector.flow.samples.Arrival;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The drills that are under way: each has a key of its own, with the rules of its pack as they are
/// in the pack's lab, or as they are where it has none.
final class OpenDrills {
    /// Forgotten ones give way to new ones; a drill that comes again is opened again.
    private static final int MOST = 50;

    private final Map<Scope, PackManifest> open =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Scope, PackManifest> eldest) {
                    return size() > MOST;
                }
            };

    /// Those that were held here when we last heard.
    private final Set<Scope> heard = new HashSet<>();

    /// The packs of drills that may be under way, by the digest that their keys are told: a newer one
    /// may be active before an older one's drill is over.
    private final Map<String, ActivePack> packs =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, ActivePack> eldest) {
                    return size() > MOST;
                }
            };

    /// A pack whose drills may come, under the digest that it has in its lab.
    void known(ActivePack pack) {
        packs.put(LabPack.of(pack.files()).orElse(pack.files()).digest(), pack);
    }

    /// Whether it is open and its key lies here, so that we hear of its end.
    boolean isHeld(Scope drill) {
        return open.containsKey(drill) && heard.contains(drill);
    }

    /// Whose scrapes are the lab's. A drill without a lab scrapes nothing: those are production's.
    Map<Scope, PackManifest> inLabs() {
        Map<Scope, PackManifest> labs = new LinkedHashMap<>();
        open.forEach((scope, manifest) -> {
            if (manifest.lab() != null) {
                labs.put(scope, manifest);
            }
        });
        return labs;
    }

    /// A drill that could be opened, and what its key is to be told.
    record Ready(Scope drill, PackManifest manifest, String digest, Addressed rules) {}

    /// What opening it would be; empty when the pack has no such environment.
    ///
    /// @param version more than any that the key was told before
    static Optional<Ready> ready(Scope drill, ActivePack pack, long version) {
        PackFiles files = LabPack.of(pack.files()).orElse(pack.files());
        Problems problems = new Problems();
        Optional<PackManifest> manifest = PackManifest.read(files, problems);
        if (manifest.isEmpty() || !manifest.get().environments().containsKey(drill.environment())) {
            return Optional.empty();
        }
        TriggersFile triggers = TriggersFile.read(files, manifest.get(), problems);
        Arrival rules =
                new Arrival.PackSwitch(
                        version, files.digest(), triggers.settings(), triggers.files(), pack.at());
        return Optional.of(
                new Ready(drill, manifest.get(), files.digest(), new Addressed(drill, rules)));
    }

    /// The drills whose keys are held here, as the log has them: another instance may have opened or ended one, or we may have
    /// been away. Answers whether that changed anything.
    ///
    /// @param held with the digest of what each was told
    boolean hear(Map<Scope, String> held) {
        boolean changed =
                open.keySet().removeIf(drill -> heard.contains(drill) && !held.containsKey(drill));
        heard.clear();
        heard.addAll(held.keySet());
        for (var drill : held.entrySet()) {
            ActivePack pack = packs.get(drill.getValue());
            if (!open.containsKey(drill.getKey()) && pack != null) {
                Optional<Ready> ready =
                        ready(drill.getKey(), pack, 0)
                                .filter(_ -> pack.system().equals(drill.getKey().system()));
                ready.ifPresent(this::opened);
                changed |= ready.isPresent();
            }
        }
        return changed;
    }

    /// Its key was told its rules.
    void opened(Ready ready) {
        open.put(ready.drill(), ready.manifest());
    }

    /// Its key was told that it gets no rules any more.
    void ended(Scope drill) {
        open.remove(drill);
    }

    /// That its key gets no rules any more.
    static Addressed end(Scope drill, long version) {
        return new Addressed(
                drill,
                new Arrival.PackSwitch(
                        version, "", Arrival.Settings.DEFAULTS, new TreeMap<>(), version));
    }
}
