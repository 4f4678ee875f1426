package dev.holdfast.trials.simulation;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.IncidentEvent.PackActivated;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.events.TriggerEvent;
import dev.holdfast.detector.domain.engine.QueryResult;
import dev.holdfast.detector.domain.exact.EvaluationException;
import dev.holdfast.detector.flow.packs.PackDesk;
import dev.holdfast.detector.flow.samples.Addressed;
import dev.holdfast.detector.flow.samples.Arrival;
import dev.holdfast.detector.flow.samples.SampleLog;
import dev.holdfast.detector.flow.stream.KeyStream;
import dev.holdfast.detector.flow.stream.PackAnswers;
import dev.holdfast.trials.simulation.Broker.Lane;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The detector without Kafka: its own flow and domain over a log and stores in memory. As with
/// exactly-once Streams, what one arrival changed and said is kept together or not at all.
final class DetectorRoom implements SampleLog, Broker.Reading {
    private final Simulation simulation;
    private final PackDesk packs;
    private final Map<Scope, DetectorMemory> memories = new HashMap<>();
    private final Map<Scope, KeyStream> streams = new HashMap<>();
    private final Map<Scope, ArrayDeque<Arrival>> waiting = new LinkedHashMap<>();
    private final Map<Lane, Integer> read = new HashMap<>();
    private int packsRead;
    private Duration skew = Duration.ZERO;
    private boolean up = true;
    private boolean cut;
    private boolean skewed;

    DetectorRoom(Simulation simulation) {
        this.simulation = simulation;
        this.packs = new PackDesk(this, _ -> {}, new HostClock(this));
        packs.caughtUp();
        simulation.broker().readBy(this);
    }

    private record HostClock(DetectorRoom room) implements InstantSource {
        @Override
        public Instant instant() {
            return room.hostNow();
        }
    }

    Instant hostNow() {
        return simulation.now().plus(skew);
    }

    /// From now on its host's clock is off by so much.
    void jumps(Duration by) {
        skew = by;
        skewed = true;
    }

    /// Its clock was right all the time.
    boolean trusted() {
        return !skewed;
    }

    /// Loses the broker for a while: nothing comes in, nothing goes out.
    void cut(Duration time) {
        cut = true;
        simulation.after(
                time,
                () -> {
                    cut = false;
                    goOn();
                });
    }

    boolean reachable() {
        return !cut;
    }

    @Override
    public void more(Lane lane) {
        if (lane.topic() == Topic.INCIDENTS) {
            simulation.after(simulation.chance().millis(1, 20), this::goOn);
        }
    }

    @Override
    public void morePacks() {
        simulation.after(simulation.chance().millis(1, 20), this::goOn);
    }

    private void goOn() {
        if (cut || !up) {
            return;
        }
        while (packsRead < simulation.broker().packs().size()) {
            packs.offered(packsRead, simulation.broker().packs().get(packsRead));
            packsRead++;
        }
        for (Lane lane : simulation.broker().lanes()) {
            if (lane.topic() == Topic.INCIDENTS) {
                List<Envelope<dev.holdfast.backbone.events.Event>> all =
                        simulation.broker().lane(lane);
                for (int i = read.getOrDefault(lane, 0); i < all.size(); i++) {
                    heard(all.get(i));
                }
                read.put(lane, all.size());
            }
        }
        List.copyOf(waiting.keySet()).forEach(this::work);
    }

    private void heard(Envelope<?> event) {
        if (event.data() instanceof PackActivated e) {
            packs.activated(e.pack(), e.digest(), event.sequence(), e.at().toEpochMilli());
        }
    }

    @Override
    public void append(List<Addressed> arrivals) {
        arrivals.forEach(a -> take(a.scope(), a.arrival()));
    }

    @Override
    public void tick(Collection<Integer> partitions, long at) {
        simulation.scopes().forEach(s -> take(s, new Arrival.Tick(at)));
    }

    /// Puts it into the log; it is worked on at once, unless the process is down.
    void take(Scope key, Arrival arrival) {
        waiting.computeIfAbsent(key, _ -> new ArrayDeque<>()).add(arrival);
        work(key);
    }

    private void work(Scope key) {
        ArrayDeque<Arrival> log = waiting.getOrDefault(key, new ArrayDeque<>());
        while (up && !cut && !log.isEmpty()) {
            Arrival arrival = log.peek();
            if (!(arrival instanceof Arrival.Tick)
                    && simulation.chance().oneIn(simulation.faults().crash() * 2)) {
                dies(key, arrival);
                return;
            }
            log.remove();
            DetectorMemory memory = memories.computeIfAbsent(key, _ -> new DetectorMemory());
            said(key, memory, arrival).forEach(e -> simulation.broker().append(Topic.TRIGGERS, e));
        }
    }

    /// In the middle of its transaction: all that it wrote and said of this arrival is gone.
    private void dies(Scope key, Arrival arrival) {
        DetectorMemory copy = memories.computeIfAbsent(key, _ -> new DetectorMemory()).copy();
        streams.remove(key);
        said(key, copy, arrival);
        streams.clear();
        simulation.note("trigger-detector dies");
        up = false;
        simulation.after(
                simulation.chance().millis(500, 8_000),
                () -> {
                    up = true;
                    goOn();
                });
    }

    private List<Envelope<TriggerEvent>> said(Scope key, DetectorMemory memory, Arrival arrival) {
        if (arrival instanceof Arrival.PackAnswer answer) {
            return new PackAnswers(key, memory).take(answer);
        }
        return streams.computeIfAbsent(key, k -> KeyStream.open(k, memory)).take(arrival);
    }

    /// As the Prometheus API answers, now.
    QueryResult query(Scope scope, String expression, Instant now) throws EvaluationException {
        KeyStream stream = streams.get(scope);
        return stream == null
                ? new QueryResult.Vector(now.toEpochMilli(), List.of())
                : stream.engine().query(expression, now.toEpochMilli());
    }
}
