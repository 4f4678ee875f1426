package dev.holdfast.trials.story;

import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.EventId;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.memory.MemoryHouse;
import dev.holdfast.backbone.memory.MemoryStore;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.decision.domain.incident.Person;
import dev.holdfast.decision.flow.Answer;
import dev.holdfast.decision.flow.Command;
import dev.holdfast.decision.flow.Commands;
import dev.holdfast.decision.flow.DecisionDesk;
import dev.holdfast.decision.flow.PackCommands;
import dev.holdfast.decision.flow.Policies;
import dev.holdfast.detector.flow.samples.Arrival;
import dev.holdfast.executor.flow.Actions;
import dev.holdfast.executor.flow.ExecutorDesk;
import dev.holdfast.executor.flow.KillSwitch;
import dev.holdfast.executor.flow.Lookout;
import dev.holdfast.executor.io.verify.Verify;
import dev.holdfast.executor.io.wait.Wait;
import dev.holdfast.notifier.domain.notice.Letter;
import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.notice.RetrySchedule;
import dev.holdfast.notifier.flow.NotifierDesk;
import dev.holdfast.verifier.flow.VerifierDesk;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// All five services in one thread, with one clock: the same domain and flow code as in production,
/// over topics and tables in memory, around a [World] that can break.
final class House {
    private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
    private static final Duration TICK = Duration.ofMillis(100);
    private static final int TICKS_A_SECOND = 10;

    private final MemoryHouse memory = new MemoryHouse(START);
    private final World world = new World();
    private final Scope scope;
    private final String component = "backend";
    private final Watch watch;
    private final MemoryStore decision;
    private final MemoryStore executor;
    private final List<Letter> letters = new ArrayList<>();
    private int ticks;

    private House(String system, String decisions) {
        scope = Scope.of(system, "production");
        watch = new Watch(memory, scope);
        decision = memory.add(store -> new DecisionDesk(new Policies(), store));
        executor =
                memory.add(_ ->
                        new ExecutorDesk(
                                Actions.of(
                                        List.of(
                                                new SwitchVersion(world),
                                                new Verify(),
                                                new Wait())),
                                (name, _) -> "secret of " + name,
                                new OneByOne(),
                                (_, _, _, touch) -> touch.get()));
        memory.add(store -> new VerifierDesk(store, new WorldProbes(world, watch)));
        memory.add(_ ->
                new NotifierDesk(
                        (_, _, letter) -> {
                            letters.add(letter);
                            return new Outcome.Delivered("taken");
                        },
                        RetrySchedule.STANDARD,
                        "http://console"));
        PackFiles pack = StoryPack.of(system, decisions);
        Answer applied =
                new PackCommands(decision, new Policies())
                        .apply(new Person("ada", List.of("admin")), pack);
        if (!(applied instanceof Answer.Pack p) || !p.problems().isEmpty()) {
            throw new AssertionError("The story's pack is wrong: " + applied);
        }
        passes(Duration.ofSeconds(5));
    }

    private static final class OneByOne implements Lookout {
        @Override
        public <T> List<T> all(List<Supplier<T>> looks, Duration budget, T late) {
            return looks.stream().map(Supplier::get).toList();
        }
    }

    /// A house with a system that may be healed by itself.
    static House automatic(String system) {
        return new House(system, StoryPack.AUTOMATIC);
    }

    /// A house with other decisions.
    static House deciding(String system, String decisions) {
        return new House(system, decisions);
    }

    /// The version is deployed and its deployment announced.
    House deploys(String version) {
        world.deploys(version);
        signal("deployment.finished", Map.of("component", component, "release", version));
        return this;
    }

    /// From now on this version answers so many of its requests with errors.
    House failing(String version, double share) {
        world.fails(version, share);
        return this;
    }

    void signal(String kind, Map<String, String> attributes) {
        long at = memory.now().toEpochMilli();
        watch.take(
                scope, new Arrival.Signal(EventId.of(kind, attributes, at), kind, attributes, at));
        memory.settle();
    }

    /// Time passes: traffic each second, a tick of the log each 100 ms.
    void passes(Duration time) {
        long n = time.dividedBy(TICK);
        for (long i = 0; i < n; i++) {
            memory.passes(TICK);
            long now = memory.now().toEpochMilli();
            if (++ticks % TICKS_A_SECOND == 0) {
                watch.take(scope, world.second(now));
            }
            watch.tick(List.of(), now);
            memory.settle();
        }
    }

    /// Time passes until it is so, or the limit is reached; true if it came to be so.
    boolean passesUntil(Supplier<Boolean> so, Duration limit) {
        Instant end = memory.now().plus(limit);
        while (!so.get() && memory.now().isBefore(end)) {
            passes(TICK.multipliedBy(5));
        }
        return so.get();
    }

    /// A service dies at its n-th durable write from now on; `after` it is kept, or before.
    void crashes(String service, int write, boolean after) {
        if (service.equals("trigger-detector")) {
            watch.crashAtWrite(write);
        } else {
            memory.store(service).crashAtWrite(write, after);
        }
    }

    /// Durable writes of a service so far.
    int writes(String service) {
        return service.equals("trigger-detector") ? watch.writes() : memory.store(service).writes();
    }

    Answer says(Person person, Command command) {
        Answer answer = new Commands(decision, new Policies()).give(scope, person, command, null);
        memory.settle();
        return answer;
    }

    /// Throws the kill switch for everything.
    void halts(boolean on) {
        new KillSwitch(executor).set(on, "*", "ada", "drill of the switch");
        memory.settle();
    }

    String running() {
        return world.running();
    }

    List<World.Effect> effects() {
        return world.effects();
    }

    List<Letter> letters() {
        return List.copyOf(letters);
    }

    <E extends Event> List<E> events(Class<E> type) {
        return memory.events(type);
    }

    <E extends Event> Optional<E> last(Class<E> type) {
        List<E> all = memory.events(type);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    MemoryHouse memory() {
        return memory;
    }

    Scope scope() {
        return scope;
    }
}
