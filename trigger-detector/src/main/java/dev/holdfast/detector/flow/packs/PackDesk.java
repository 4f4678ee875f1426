package dev.holdfast.detector.flow.packs;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.pack.LabPack;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.PackManifest;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.detector.flow.intake.Routes;
import dev.holdfast.detector.flow.samples.Addressed;
import dev.holdfast.detector.flow.samples.Arrival;
import dev.holdfast.detector.flow.samples.SampleLog;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Knows the packs. It answers each offered one through the log, and on an activation it marks the
/// switch in the log and turns to the new routes.
///
/// Every instance does all of this; the stream passes over what it has seen. While the past is
/// read at the start nothing is said: [#caughtUp] then tells the newest of everything.
public final class PackDesk {
    /// Offered packs that are remembered until they are activated.
    private static final int MOST_OFFERED = 200;

    private final SampleLog log;
    private final ActivePacks kept;
    private final InstantSource clock;
    private final Map<String, PackFiles> offered = new LinkedHashMap<>();
    private final Map<String, Activation> early = new LinkedHashMap<>();
    private final Map<String, ActivePack> active = new TreeMap<>();
    private final Map<String, PackManifest> manifests = new TreeMap<>();
    private final OpenDrills drills = new OpenDrills();
    private final List<Addressed> unsaid = new ArrayList<>();
    private long lastDrill;
    private volatile Map<Scope, String> heard = Map.of();
    private volatile Routes routes = Routes.none();
    private volatile boolean caughtUp;

    private record Activation(long version, String digest, long at) {}

    public PackDesk(SampleLog log, ActivePacks kept, InstantSource clock) {
        this.log = log;
        this.kept = kept;
        this.clock = clock;
    }

    /// A pack that was current when we last ran.
    public synchronized void remembered(ActivePack pack) {
        ActivePack now = active.get(pack.system());
        if (now == null || now.version() < pack.version()) {
            adopt(pack);
        }
    }

    /// A pack as it lies on `holdfast.packs`.
    public synchronized void offered(long offset, PackFiles pack) {
        offered.put(pack.digest(), pack);
        if (offered.size() > MOST_OFFERED) {
            offered.remove(offered.keySet().iterator().next());
        }
        List<String> problems = problems(pack);
        unsaid.add(
                new Addressed(
                        Scope.pack(pack.name()),
                        new Arrival.PackAnswer(offset, pack.digest(), problems, clock.millis())));
        say();
        Activation waiting = early.get(pack.name());
        if (waiting != null && waiting.digest().equals(pack.digest())) {
            activated(pack.name(), waiting.digest(), waiting.version(), waiting.at());
        }
    }

    /// decision-service says that this pack is current.
    ///
    /// @param version the sequence of that event
    public synchronized void activated(String system, String digest, long version, long at) {
        ActivePack now = active.get(system);
        if (now != null && now.version() >= version) {
            return;
        }
        PackFiles files = offered.get(digest);
        if (files == null && now != null && now.files().digest().equals(digest)) {
            files = now.files();
        }
        if (files == null) {
            early.put(system, new Activation(version, digest, at));
            return;
        }
        early.remove(system);
        ActivePack next = new ActivePack(version, files, at);
        List<Addressed> retired = retired(next, manifests.get(system));
        if (caughtUp) {
            log.append(switches(next));
            log.append(retired);
            kept.keep(next);
        } else {
            unsaid.addAll(retired);
        }
        adopt(next);
    }

    /// The past is read: says the newest of everything, and from here on each thing as it comes.
    ///
    /// @throws SampleLog.Unavailable when that could not be said; then it is still to be done
    public synchronized void caughtUp() {
        if (caughtUp) {
            return;
        }
        log.append(List.copyOf(unsaid));
        for (ActivePack pack : active.values()) {
            log.append(switches(pack));
            kept.keep(pack);
        }
        unsaid.clear();
        caughtUp = true;
    }

    public boolean isCaughtUp() {
        return caughtUp;
    }

    /// Who belongs where, by the packs that are current.
    ///
    /// @throws SampleLog.Unavailable before the packs are read, since nobody could be matched yet
    public Routes routes() {
        if (!caughtUp) {
            throw new SampleLog.Unavailable(
                    "The packs are still being read, try again in a second");
        }
        return routes;
    }

    /// The routes of an instance that holds these drills' keys, whoever opened them.
    ///
    /// @param drills with the digest of the pack that each was told
    public Routes routes(Map<Scope, String> drills) {
        Routes now = routes();
        return drills.equals(heard) ? now : hear(drills);
    }

    private synchronized Routes hear(Map<Scope, String> held) {
        if (drills.hear(held)) {
            routes = Routes.of(manifests.values(), drills.inLabs());
        }
        heard = Map.copyOf(held);
        return routes;
    }

    public synchronized Collection<ActivePack> active() {
        return List.copyOf(active.values());
    }

    /// Gives a drill's key its rules; false when no active pack has its system and environment. They
    /// are told again while the key is held elsewhere: it may have heard of an end that we have not.
    public synchronized boolean openDrill(Scope drill) {
        if (drills.isHeld(drill)) {
            return true;
        }
        ActivePack pack = active.get(drill.system());
        Optional<OpenDrills.Ready> ready =
                pack == null ? Optional.empty() : OpenDrills.ready(drill, pack, drillVersion());
        ready.ifPresent(r -> {
            log.append(List.of(r.rules()));
            drills.opened(r);
            routes = Routes.of(manifests.values(), drills.inLabs());
        });
        return ready.isPresent();
    }

    /// Whether a pack has the drill's system and environment, so that its key may be written to.
    public synchronized boolean knows(Scope drill) {
        return routes().knows(Scope.of(drill.system(), drill.environment()));
    }

    /// A drill's key is its own, and so are its versions.
    private long drillVersion() {
        lastDrill = Math.max(lastDrill + 1, clock.millis());
        return lastDrill;
    }

    /// Takes a drill's rules and scrapes away.
    public synchronized void endDrill(Scope drill) {
        log.append(List.of(OpenDrills.end(drill, drillVersion())));
        drills.ended(drill);
        routes = Routes.of(manifests.values(), drills.inLabs());
    }

    private void say() {
        if (caughtUp && !unsaid.isEmpty()) {
            log.append(List.copyOf(unsaid));
            unsaid.clear();
        }
    }

    private void adopt(ActivePack pack) {
        Problems ignored = new Problems();
        PackManifest.read(pack.files(), ignored)
                .ifPresent(manifest -> {
                    Map<String, PackManifest> next = new TreeMap<>(manifests);
                    next.put(pack.system(), manifest);
                    Routes then = Routes.of(next.values(), drills.inLabs()); // or nothing changes
                    heard = Map.of(); // what could not be opened for want of its pack may be now
                    active.put(pack.system(), pack);
                    drills.known(pack);
                    manifests.put(pack.system(), manifest);
                    routes = then;
                });
    }

    /// One switch for each environment.
    private static List<Addressed> switches(ActivePack pack) {
        Problems problems = new Problems();
        Optional<PackManifest> manifest = PackManifest.read(pack.files(), problems);
        if (manifest.isEmpty()) {
            return List.of();
        }
        PackManifest now = manifest.get();
        TriggersFile triggers = TriggersFile.read(pack.files(), now, problems);
        return now.environments().keySet().stream()
                .map(name -> change(pack, name, triggers.settings(), triggers.files()))
                .toList();
    }

    /// An environment that the pack before had and this one has not gets no rules.
    private static List<Addressed> retired(ActivePack pack, @Nullable PackManifest before) {
        Set<String> gone = new TreeSet<>();
        if (before != null) {
            gone.addAll(before.environments().keySet());
            PackManifest.read(pack.files(), new Problems())
                    .ifPresent(now -> gone.removeAll(now.environments().keySet()));
        }
        return gone.stream()
                .map(name -> change(pack, name, Arrival.Settings.DEFAULTS, new TreeMap<>()))
                .toList();
    }

    private static Addressed change(
            ActivePack pack,
            String environment,
            Arrival.Settings settings,
            SortedMap<String, String> files) {
        return new Addressed(
                Scope.of(pack.system(), environment),
                new Arrival.PackSwitch(
                        pack.version(), pack.files().digest(), settings, files, pack.at()));
    }

    /// Everything in our part of the pack that we cannot work with.
    static List<String> problems(PackFiles pack) {
        Problems problems = new Problems();
        Optional<PackManifest> manifest = PackManifest.read(pack, problems);
        if (manifest.isEmpty()) {
            return problems.lines();
        }
        if (!manifest.get().system().equals(pack.name())) {
            problems.add(
                    "pack.yml",
                    1,
                    1,
                    "the pack came as '%s' but names the system '%s'"
                            .formatted(pack.name(), manifest.get().system()));
        }
        TriggersFile.read(pack, manifest.get(), problems);
        ManifestCheck.check(pack, manifest.get(), problems);
        if (problems.all().isEmpty()) {
            lab(pack, problems);
        }
        return problems.lines();
    }

    /// A drill runs the pack as it is in its lab, so that must be as sound.
    private static void lab(PackFiles pack, Problems problems) {
        LabPack.of(pack)
                .ifPresent(files -> {
                    var inLab = new Problems();
                    PackManifest.read(files, inLab)
                            .ifPresent(manifest -> {
                                TriggersFile.read(files, manifest, inLab);
                                ManifestCheck.check(files, manifest, inLab);
                            });
                    ManifestCheck.lab(pack, inLab, problems);
                });
    }
}
