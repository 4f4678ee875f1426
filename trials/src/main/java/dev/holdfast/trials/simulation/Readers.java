package dev.holdfast.trials.simulation;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.trials.simulation.Broker.Lane;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How a service reads the topics: each lane in order, each at its own pace, and again what was read
/// after its last committed offset when the process has died.
final class Readers implements Broker.Reading {
    private static final int MOST_AT_ONCE = 5;

    private static final class Reader {
        int position;
        int committed;
        int endAtStart;
        boolean scheduled;
    }

    private final Simulation simulation;
    private final Room room;
    private final Map<Lane, Reader> readers = new LinkedHashMap<>();
    private final Map<Scope, Instant> caughtUp = new HashMap<>();
    private int packs;

    Readers(Simulation simulation, Room room) {
        this.simulation = simulation;
        this.room = room;
    }

    @Override
    public void more(Lane lane) {
        if (room.desk().reads().contains(lane.topic())) {
            schedule(lane, readers.computeIfAbsent(lane, _ -> new Reader()));
        }
    }

    @Override
    public void morePacks() {
        simulation.after(pace(), () -> room.alive(this::readPacks));
    }

    private Duration pace() {
        return simulation.chance().oneIn(simulation.faults().lag())
                ? simulation.chance().seconds(1, 25)
                : simulation.chance().millis(1, 20);
    }

    private void schedule(Lane lane, Reader reader) {
        if (reader.scheduled || !room.reachesBroker()) {
            return;
        }
        reader.scheduled = true;
        boolean behind = reader.committed < reader.endAtStart;
        simulation.after(
                behind ? simulation.chance().millis(100, 4_000) : pace(),
                () -> {
                    reader.scheduled = false;
                    room.alive(() -> read(lane, reader));
                });
    }

    private void read(Lane lane, Reader reader) {
        if (!room.reachesBroker() || !room.reachesDatabase()) {
            return;
        }
        List<Envelope<Event>> records = simulation.broker().lane(lane);
        int end = Math.min(records.size(), reader.position + MOST_AT_ONCE);
        while (reader.position < end) {
            Envelope<Event> next = records.get(reader.position);
            reader.position++;
            if (simulation.is(Mutant.OFFSETS_BEFORE_COMMIT)) {
                reader.committed = reader.position;
            }
            room.receive(next);
        }
        if (reader.committed < reader.endAtStart && reader.position >= reader.endAtStart) {
            caughtUp.put(lane.scope(), simulation.now());
        }
        reader.committed = reader.position;
        if (simulation.chance().oneIn(simulation.faults().repeat())) {
            reader.position = Math.max(0, reader.committed - 1 - simulation.chance().below(3));
        }
        if (reader.position < records.size()) {
            schedule(lane, reader);
        }
    }

    private void readPacks() {
        while (room.reachesBroker()
                && room.reachesDatabase()
                && packs < simulation.broker().packs().size()) {
            room.receive(simulation.broker().packs().get(packs));
            packs++;
        }
    }

    /// As after a death: what was not committed is read again.
    void rewind() {
        readers.values().forEach(r -> r.position = r.committed);
    }

    /// Everything that is there now is older than this start.
    void started() {
        readers.forEach((lane, r) -> r.endAtStart = simulation.broker().lane(lane).size());
    }

    /// When it had last read all that was older than its start.
    Instant caughtUp(Scope scope) {
        return caughtUp.getOrDefault(scope, Instant.MIN);
    }

    boolean upToDate(Scope scope) {
        return readers.entrySet().stream()
                .filter(e -> e.getKey().scope().equals(scope))
                .allMatch(e -> e.getValue().committed >= e.getValue().endAtStart);
    }

    void resume() {
        simulation
                .broker()
                .lanes()
                .forEach(lane -> {
                    if (room.desk().reads().contains(lane.topic())) {
                        Reader r = readers.computeIfAbsent(lane, _ -> new Reader());
                        if (r.position < simulation.broker().lane(lane).size()) {
                            schedule(lane, r);
                        }
                    }
                });
        morePacks();
    }
}
