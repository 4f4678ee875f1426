package dev.holdfast.trials.simulation;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.pack.PackFiles;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The topics in memory. A lane, one key of one topic, is in order for ever; between lanes there is
/// no order.
final class Broker {
    record Lane(Topic topic, Scope scope) {}

    /// Who is told that there is something to read.
    interface Reading {
        void more(Lane lane);

        void morePacks();
    }

    /// Who looks at each record as it is written.
    interface Watching {
        void written(Topic topic, Envelope<Event> event);
    }

    private final Map<Lane, List<Envelope<Event>>> lanes = new LinkedHashMap<>();
    private final List<PackFiles> packs = new ArrayList<>();
    private final List<Reading> readers = new ArrayList<>();
    private final Watching watching;
    private long fingerprint;

    Broker(Watching watching) {
        this.watching = watching;
    }

    void readBy(Reading reader) {
        readers.add(reader);
    }

    void append(Topic topic, Envelope<?> event) {
        Lane lane = new Lane(topic, event.scope());
        Envelope<Event> e = event.with((Event) event.data());
        lanes.computeIfAbsent(lane, _ -> new ArrayList<>()).add(e);
        fingerprint = 31 * fingerprint + (topic.title() + e.id() + e.time()).hashCode();
        watching.written(topic, e);
        readers.forEach(r -> r.more(lane));
    }

    /// The same for the same records in the same order.
    long fingerprint() {
        return fingerprint;
    }

    void offer(PackFiles pack) {
        packs.add(pack);
        readers.forEach(Reading::morePacks);
    }

    List<Envelope<Event>> lane(Lane lane) {
        return lanes.getOrDefault(lane, List.of());
    }

    Iterable<Lane> lanes() {
        return List.copyOf(lanes.keySet());
    }

    List<PackFiles> packs() {
        return packs;
    }
}
