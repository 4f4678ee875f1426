package dev.holdfast.backbone.memory;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.work.Desk;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Desks that talk over topics in memory, in one thread, on a clock that only moves when told.
///
///     MemoryHouse house = new MemoryHouse(Instant.parse("2026-01-01T00:00:00Z"));
///     MemoryStore store = house.add(s -> new ExecutorDesk(s, …));
///     house.publish(scope, new IncidentEvent.RollbackProposed(…));
///     house.passes(Duration.ofMinutes(1));
///     assertThat(house.events(RollbackEvent.PlanReady.class)).hasSize(1);
public final class MemoryHouse {
    private static final int MOST_ROUNDS = 100_000;

    private record Room(MemoryStore store, Function<MemoryStore, Desk> desk) {}

    private final Map<String, Room> rooms = new LinkedHashMap<>();

    private record Ear(Consumer<Envelope<?>> events, Consumer<PackFiles> packs) {}

    private record Sent(Topic topic, Envelope<?> event) {}

    private final List<Ear> ears = new ArrayList<>();
    private final List<Envelope<?>> log = new ArrayList<>();
    private final List<Object> undelivered = new ArrayList<>();
    private Instant now;
    private boolean crashed;
    private long published;

    public MemoryHouse(Instant start) {
        this.now = start;
    }

    public Instant now() {
        return now;
    }

    /// Adds a service. `desk` is called again when the service dies and is started anew.
    public MemoryStore add(Function<MemoryStore, Desk> desk) {
        MemoryStore store =
                new MemoryStore(
                        () -> now,
                        (topic, e) -> {
                            log.add(e);
                            undelivered.add(new Sent(topic, e));
                        },
                        undelivered::add);
        Desk first = desk.apply(store);
        store.serve(first);
        rooms.put(first.service(), new Room(store, desk));
        return store;
    }

    public MemoryStore store(String service) {
        return room(service).store();
    }

    /// Publishes an event as if the service that writes its topic had done so.
    public Envelope<Event> publish(Scope scope, Event event) {
        return publish(scope, event, "test-" + ++published);
    }

    /// The same with a given id: twice the same id is a repeat.
    public Envelope<Event> publish(Scope scope, Event event, String id) {
        Topic topic =
                Arrays.stream(Topic.values())
                        .filter(t -> t.family() != null && t.family().isInstance(event))
                        .findFirst()
                        .orElseThrow();
        return publish(topic, scope, event, id);
    }

    /// The same on a given topic, for the events that stand on several.
    public Envelope<Event> publish(Topic topic, Scope scope, Event event, String id) {
        Envelope<Event> e = new Envelope<>(id, scope, now, 1, null, null, null, null, event);
        log.add(e);
        undelivered.add(new Sent(topic, e));
        settle();
        return e;
    }

    /// Lets something that is no desk (the detector) hear every event and every offered pack.
    public void heardBy(Consumer<Envelope<?>> events, Consumer<PackFiles> packs) {
        ears.add(new Ear(events, packs));
    }

    /// Adds to a topic what is delivered at the next occasion.
    public void append(Topic topic, Envelope<?> event) {
        log.add(event);
        undelivered.add(new Sent(topic, event));
    }

    /// Offers a pack to all services, as decision-service does.
    public void offer(PackFiles pack) {
        undelivered.add(pack);
        settle();
    }

    /// Everything that was ever written, in order.
    public List<Envelope<?>> log() {
        return List.copyOf(log);
    }

    public <E extends Event> List<E> events(Class<E> type) {
        return log.stream().map(Envelope::data).filter(type::isInstance).map(type::cast).toList();
    }

    /// Time passes; whatever becomes due meanwhile is done at its time.
    public void passes(Duration time) {
        Instant end = now.plus(time);
        settle();
        int rounds = 0;
        while (true) {
            Optional<Instant> next =
                    rooms.values().stream()
                            .flatMap(r -> r.store().nextDue().stream())
                            .filter(d -> !d.isAfter(end))
                            .min(Instant::compareTo);
            if (next.isEmpty()) {
                break;
            }
            if (next.get().isAfter(now)) {
                now = next.get();
            }
            settle();
            if (++rounds > MOST_ROUNDS) {
                throw new AssertionError("Nothing comes to rest before " + end);
            }
        }
        now = end;
        settle();
    }

    /// Delivers events, fires timers and runs errands until nothing is left to do at this instant.
    public void settle() {
        int rounds = 0;
        boolean busy = true;
        while (busy) {
            busy = deliver();
            for (Room room : List.copyOf(rooms.values())) {
                busy |= alive(room, s -> s.fireTimers() > 0);
                busy |= alive(room, s -> s.runErrands() > 0);
            }
            if (++rounds > MOST_ROUNDS) {
                throw new AssertionError("Nothing comes to rest at " + now);
            }
        }
    }

    private boolean deliver() {
        boolean any = !undelivered.isEmpty();
        while (!undelivered.isEmpty()) {
            Object next = undelivered.removeFirst();
            for (Ear ear : ears) {
                switch (next) {
                    case PackFiles pack -> ear.packs().accept(pack);
                    case Sent(Topic _, Envelope<?> e) -> ear.events().accept(e);
                    default -> throw new IllegalStateException("Not deliverable: " + next);
                }
            }
            for (Room room : List.copyOf(rooms.values())) {
                // A consumer that dies before its offset is committed gets the record again.
                do {
                    crashed = false;
                    alive(room, s -> delivered(s, next));
                } while (crashed);
            }
        }
        return any;
    }

    private boolean delivered(MemoryStore store, Object next) {
        switch (next) {
            case PackFiles pack -> store.receive(pack);
            case Sent(Topic topic, Envelope<?> e) -> {
                if (store.desk().reads().contains(topic)) {
                    store.receive(e.with((Event) e.data()));
                }
            }
            default -> throw new IllegalStateException("Not deliverable: " + next);
        }
        return true;
    }

    /// Does it; a service that dies of a [Crash] is started anew on its store.
    private boolean alive(Room room, java.util.function.Predicate<MemoryStore> act) {
        try {
            return act.test(room.store());
        } catch (Crash _) {
            room.store().serve(room.desk().apply(room.store()));
            room.store().relay();
            crashed = true;
            return true;
        }
    }

    private Room room(String service) {
        Room room = rooms.get(service);
        if (room == null) {
            throw new IllegalArgumentException("No service %s here".formatted(service));
        }
        return room;
    }
}
