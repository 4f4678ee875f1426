package dev.holdfast.trials.simulation;

import dev.holdfast.backbone.events.Envelope;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Sends a service's outbox, in order. What the broker has taken and was not yet struck off is sent
/// again after a death, with the same ids.
final class Relay {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Simulation simulation;
    private final Room room;
    private final List<Envelope<?>> outbox = new ArrayList<>();
    private boolean awake;

    Relay(Simulation simulation, Room room) {
        this.simulation = simulation;
        this.room = room;
    }

    void add(List<Envelope<?>> events) {
        outbox.addAll(events);
        if (!events.isEmpty()) {
            wake();
        }
    }

    void wake() {
        if (awake || outbox.isEmpty()) {
            return;
        }
        awake = true;
        simulation.after(
                simulation.chance().millis(1, 15),
                () -> {
                    awake = false;
                    send();
                });
    }

    private void send() {
        if (!room.reachesBroker() || !room.reachesDatabase() || outbox.isEmpty()) {
            return;
        }
        List<Envelope<?>> batch =
                List.copyOf(
                        outbox.subList(
                                0, Math.min(outbox.size(), 1 + simulation.chance().below(20))));
        if (simulation.is(Mutant.RELAY_FORGETS_FIRST)) {
            struckOff(batch);
            if (simulation.chance().oneIn(simulation.faults().relayDeath())) {
                again();
                return;
            }
        }
        List<Envelope<?>> sent =
                simulation.is(Mutant.RELAY_OUT_OF_ORDER) ? batch.reversed() : batch;
        sent.forEach(e -> simulation.broker().append(room.desk().writes(), e));
        if (simulation.is(Mutant.RELAY_WITHOUT_LEASE) && simulation.chance().oneIn(10)) {
            sent.forEach(e -> simulation.broker().append(room.desk().writes(), e));
        }
        if (simulation.chance().oneIn(simulation.faults().relayDeath())) {
            simulation.note(room.desk().service() + "'s relay dies after it has sent");
            simulation.promises().relayDied(batch);
            again();
            return;
        }
        struckOff(batch);
        wake();
    }

    private void struckOff(List<Envelope<?>> batch) {
        outbox.removeAll(batch);
    }

    private void again() {
        awake = true;
        simulation.after(
                LOOK_AGAIN,
                () -> {
                    awake = false;
                    send();
                });
    }
}
