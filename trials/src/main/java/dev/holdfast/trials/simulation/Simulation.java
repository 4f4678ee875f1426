package dev.holdfast.trials.simulation;

import dev.holdfast.backbone.events.EventId;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.decision.domain.incident.Person;
import dev.holdfast.decision.flow.DecisionDesk;
import dev.holdfast.decision.flow.PackCommands;
import dev.holdfast.decision.flow.Policies;
import dev.holdfast.detector.flow.samples.Arrival;
import dev.holdfast.executor.flow.Actions;
import dev.holdfast.executor.flow.ExecutorDesk;
import dev.holdfast.executor.io.verify.Verify;
import dev.holdfast.executor.io.wait.Wait;
import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.notice.RetrySchedule;
import dev.holdfast.notifier.flow.NotifierDesk;
import dev.holdfast.verifier.flow.VerifierDesk;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// All five services, several systems, and everything that may go wrong, in one thread and from one
/// seed. The same seed gives the same run.
final class Simulation {
    /// The sequence of what nobody of the house has written.
    static final long FORGED = -1;

    private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
    private static final Duration TICK = Duration.ofMillis(500);
    private static final Duration SCRAPE = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofSeconds(10);
    private static final int NOTES = 60;

    /// Read once a version; the same version is the same in every run.
    static final Policies POLICIES = new Policies();

    private final Agenda agenda = new Agenda(START);
    private final Chance chance;
    private final @Nullable Mutant mutant;
    private final Seams seams;
    private final Promises promises;
    private final Broker broker;
    private final People people;
    private final Map<Scope, Plant> plants = new LinkedHashMap<>();
    private final Map<Scope, String> wanted = new HashMap<>();
    private final Map<String, SystemPack> packs = new HashMap<>();
    private final List<Room> rooms = new ArrayList<>();
    private final ArrayList<String> notes = new ArrayList<>();
    private final DetectorRoom detector;
    private final Room decision;
    private final Room executor;
    private final Room notifier;
    private Faults faults;
    private @Nullable Frame holding;
    private int depth;
    private long effects;
    private long crashes;

    Simulation(long seed, @Nullable Mutant mutant) {
        this.chance = new Chance(seed);
        this.mutant = mutant;
        this.faults = Faults.by(chance);
        this.seams = new Seams(mutant, this);
        this.people = new People(this);
        this.promises = new Promises(this);
        this.broker =
                new Broker((topic, event) -> {
                    promises().written(topic, event);
                    people().sees(event.scope(), event.data());
                });
        int systems = 1 + chance.below(3);
        for (String name : List.of("alpha", "beta", "gamma").subList(0, systems)) {
            Scope scope = Scope.of(name, "production");
            plants.put(scope, new Plant(scope, START));
        }
        this.detector = new DetectorRoom(this);
        this.decision = room(room -> new DecisionDesk(POLICIES, room));
        this.executor = room(_ -> executorDesk());
        room(room -> new VerifierDesk(room, new PlantProbes(this)));
        this.notifier = room(_ -> notifierDesk());
    }

    private Room room(java.util.function.Function<Room, dev.holdfast.backbone.work.Desk> opening) {
        Room room = new Room(this, opening);
        rooms.add(room);
        return room;
    }

    private ExecutorDesk executorDesk() {
        return new ExecutorDesk(
                Actions.of(
                        List.of(
                                new PlantAction(this, PlantAction.Kind.SWITCH),
                                new PlantAction(this, PlantAction.Kind.COUNT),
                                new PlantAction(this, PlantAction.Kind.WIPE),
                                new Verify(),
                                new Wait())),
                (name, _) -> "secret of " + name,
                new OneByOne(),
                (_, _, _, touch) -> touch.get());
    }

    private NotifierDesk notifierDesk() {
        return new NotifierDesk(
                (_, _, letter) -> posted(letter.id()), RetrySchedule.STANDARD, "http://console");
    }

    private Outcome posted(String notice) {
        if (!chance.oneIn(faults.badChannel())) {
            promises.taken(notice);
            return new Outcome.Delivered("taken");
        }
        return is(Mutant.NOTICE_FORGOTTEN)
                ? new Outcome.Delivered("taken")
                : new Outcome.Later("not now", null);
    }

    // What the parts ask of it.

    Chance chance() {
        return chance;
    }

    Faults faults() {
        return faults;
    }

    boolean is(Mutant variant) {
        return mutant == variant;
    }

    Seams seams() {
        return seams;
    }

    Promises promises() {
        return promises;
    }

    Broker broker() {
        return broker;
    }

    People people() {
        return people;
    }

    DetectorRoom detector() {
        return detector;
    }

    Room decision() {
        return decision;
    }

    Room executor() {
        return executor;
    }

    Room notifier() {
        return notifier;
    }

    List<Room> rooms() {
        return rooms;
    }

    List<Scope> scopes() {
        return List.copyOf(plants.keySet());
    }

    Plant plant(Scope scope) {
        return Objects.requireNonNull(plants.get(scope), scope.key());
    }

    /// The version that a healthy answer would name: a mutant's lie.
    String wanted(Scope scope) {
        return wanted.getOrDefault(scope, "v1");
    }

    SystemPack pack(String digest) {
        return Objects.requireNonNull(packs.get(digest), digest);
    }

    Instant now() {
        return agenda.now();
    }

    void at(Instant when, Runnable act) {
        agenda.at(when, act);
    }

    void after(Duration pause, Runnable act) {
        agenda.after(pause, act);
    }

    void note(String what) {
        if (what.contains("dies")) {
            crashes++;
        }
        notes.add(now() + " " + what);
        if (notes.size() > NOTES) {
            notes.removeFirst();
        }
    }

    void effect() {
        effects++;
    }

    // The one thread, standing still in the middle of an errand.

    boolean deeper(int deepest) {
        if (depth >= deepest) {
            return false;
        }
        depth++;
        return true;
    }

    void shallower() {
        depth--;
    }

    void passesWithin(Duration time) {
        agenda.passes(time);
    }

    @Nullable Frame holding() {
        return holding;
    }

    void holding(@Nullable Frame frame) {
        holding = frame;
    }

    /// Whoever touches something outside stands still, or waits for it.
    void holderPauses(Duration time, boolean frozen) {
        Frame frame = holding;
        if (frame != null) {
            frame.frozenAfterLook |= frozen;
            executor.errands().pause(frame, time, frozen);
        }
    }

    // One run.

    /// @param active how long faults last; after it everything is given the time to end
    Tally run(Duration active, Duration settling) {
        int fleet = 4 + chance.below(16);
        for (Plant plant : plants.values()) {
            apply(plant.scope(), SystemPack.by(chance, fleet), "first");
        }
        Faults chosen = faults;
        faults = Faults.none();
        tick();
        scrape();
        agenda.passes(Duration.ofSeconds(10));
        Weather weather = new Weather(this, fleet);
        plants.values().forEach(weather::begins);
        agenda.passes(Duration.ofSeconds(40));
        faults = chosen;
        weather.blows();
        look();
        agenda.passes(active);
        faults = Faults.none();
        weather.ends();
        agenda.passes(settling);
        promises.ends();
        double hours = Duration.between(START, now()).toSeconds() / 3600.0;
        Tally t = promises.tally();
        return new Tally(
                1,
                hours,
                agenda.acts(),
                t.events(),
                t.incidents(),
                t.orders(),
                effects,
                t.completed(),
                t.resolved(),
                t.escalated(),
                t.withheld(),
                t.refused(),
                crashes);
    }

    /// The last things that happened, oldest first.
    List<String> notes() {
        return List.copyOf(notes);
    }

    void apply(Scope scope, SystemPack pack, String note) {
        PackFiles files = pack.files(scope.system(), note);
        packs.put(files.digest(), pack);
        apply(files);
    }

    void apply(PackFiles files) {
        decision.alive(() -> {
            var _ =
                    new PackCommands(decision, POLICIES)
                            .apply(new Person("ada", List.of("admin")), files);
        });
    }

    void deploys(Scope scope, String version) {
        plant(scope).runs(version, now());
        Map<String, String> attributes =
                Map.of("component", "backend", "release", version, "by", "cem");
        long at = detector.hostNow().toEpochMilli();
        String id = EventId.of(scope, version, at);
        detector.take(scope, new Arrival.Signal(id, "deployment.finished", attributes, at));
    }

    private void tick() {
        if (detector.reachable()) {
            detector.tick(List.of(), detector.hostNow().toEpochMilli());
        }
        after(TICK, this::tick);
    }

    private void scrape() {
        long at = detector.hostNow().toEpochMilli();
        for (Plant plant : plants.values()) {
            Arrival.Batch batch = plant.traffic(at, (int) SCRAPE.toSeconds());
            if (!plant.silent() && detector.reachable()) {
                detector.take(plant.scope(), batch);
            }
        }
        after(SCRAPE, this::scrape);
    }

    private void look() {
        promises.look();
        after(LOOK, this::look);
    }
}
