package dev.holdfast.trials.story;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.IncidentEvent.PackActivated;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.events.TriggerEvent;
import dev.holdfast.backbone.memory.MemoryHouse;
import dev.holdfast.detector.domain.engine.QueryResult;
import dev.holdfast.detector.flow.packs.PackDesk;
import dev.holdfast.detector.flow.samples.Addressed;
import dev.holdfast.detector.flow.samples.Arrival;
import dev.holdfast.detector.flow.samples.SampleLog;
import dev.holdfast.detector.flow.stream.KeyStream;
import dev.holdfast.detector.flow.stream.MapMemory;
import dev.holdfast.detector.flow.stream.PackAnswers;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The detector without Kafka: its own flow and domain over a log and stores in memory. As with
/// exactly-once Streams, what one arrival changed and said is kept together or not at all.
final class Watch implements SampleLog {
    private final MemoryHouse house;
    private final Scope scope;
    private final PackDesk packs;
    private final Map<Scope, MapMemory> memories = new HashMap<>();
    private final Map<Scope, KeyStream> streams = new HashMap<>();
    private long offset;
    private int writes;
    private int crashAt = -1;

    Watch(MemoryHouse house, Scope scope) {
        this.house = house;
        this.scope = scope;
        this.packs = new PackDesk(this, _ -> {}, new HouseClock(house));
        packs.caughtUp();
        house.heardBy(this::heard, pack -> packs.offered(offset++, pack));
    }

    private record HouseClock(MemoryHouse house) implements InstantSource {
        @Override
        public Instant instant() {
            return house.now();
        }
    }

    /// Dies at the n-th durable write from now on, before anything of it is kept.
    void crashAtWrite(int n) {
        crashAt = writes + n;
    }

    int writes() {
        return writes;
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
        take(scope, new Arrival.Tick(at));
    }

    void take(Scope key, Arrival arrival) {
        MapMemory kept = memories.computeIfAbsent(key, _ -> new MapMemory());
        MapMemory before = crashAt > 0 ? kept.copy() : kept;
        List<Envelope<TriggerEvent>> said = said(key, kept, arrival);
        boolean durable = !(arrival instanceof Arrival.Tick) || !said.isEmpty();
        if (durable && ++writes == crashAt) {
            crashAt = -1;
            memories.put(key, before);
            streams.remove(key);
            take(key, arrival); // the log still has it
            return;
        }
        said.forEach(e -> house.append(Topic.TRIGGERS, e.with((Event) e.data())));
    }

    private List<Envelope<TriggerEvent>> said(Scope key, MapMemory memory, Arrival arrival) {
        if (arrival instanceof Arrival.PackAnswer answer) {
            return new PackAnswers(key, memory).take(answer);
        }
        return streams.computeIfAbsent(key, k -> KeyStream.open(k, memory)).take(arrival);
    }

    /// As the Prometheus API answers, now.
    QueryResult query(String expression, Instant now) {
        KeyStream stream = streams.get(scope);
        return stream == null
                ? new QueryResult.Vector(now.toEpochMilli(), List.of())
                : stream.engine().query(expression, now.toEpochMilli());
    }
}
