package dev.holdfast.backbone.work;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.EventId;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.work.Changes.Place;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A [Work] that keeps its writes until the end, so that an attempt that comes to nothing leaves
/// nothing, and the store is written in one go. It reads what it wrote itself.
public final class UnitOfWork implements Work {
    private final Tables tables;
    private final Topic topic;
    private final Scope scope;
    private final Instant now;
    private final boolean upToDate;
    private final Map<Scope, Long> sequences = new HashMap<>();
    private boolean alone;
    private final Map<Place, @Nullable Object> documents = new LinkedHashMap<>();
    private final List<Envelope<?>> events = new ArrayList<>();
    private final List<PackFiles> packs = new ArrayList<>();
    private final Map<String, @Nullable Instant> timers = new LinkedHashMap<>();
    private final Map<String, Instant> errands = new LinkedHashMap<>();

    /// @param topic the topic that the service writes
    /// @param sequence of the last event written under `scope`, whose row the caller has locked
    public UnitOfWork(
            Tables tables, Topic topic, Scope scope, long sequence, Instant now, boolean upToDate) {
        this.tables = tables;
        this.topic = topic;
        this.scope = scope;
        this.now = now;
        this.upToDate = upToDate;
        sequences.put(scope, sequence);
    }

    /// For a reading: throws `IllegalStateException` where something is to be written.
    public void onlyLooked() {
        if (!changes().none()) {
            throw new IllegalStateException("a reading of %s wants to write".formatted(scope));
        }
    }

    /// What is to be written.
    public Changes changes() {
        return new Changes(documents, events, packs, timers, errands);
    }

    /// The sequence that each scope's row must hold after this.
    public Map<Scope, Long> sequences() {
        return sequences;
    }

    @Override
    public Scope scope() {
        return scope;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public boolean upToDate() {
        return upToDate;
    }

    @Override
    public <T> Optional<T> find(Shelf<T> shelf, String id) {
        return find(scope, shelf, id);
    }

    @Override
    public <T> Optional<T> find(Scope other, Shelf<T> shelf, String id) {
        Place place = new Place(other, shelf.name(), id);
        if (documents.containsKey(place)) {
            return Optional.ofNullable(documents.get(place)).map(shelf.type()::cast);
        }
        return tables.find(other, shelf, id);
    }

    @Override
    public long scopes(Shelf<?> shelf, @Nullable String drill) {
        return tables.scopes(shelf, drill);
    }

    @Override
    public <T> Map<Scope, T> find(Collection<Scope> scopes, Shelf<T> shelf, String id) {
        Map<Scope, T> found = new HashMap<>(tables.find(scopes, shelf, id));
        for (Scope s : scopes) {
            Place place = new Place(s, shelf.name(), id);
            if (documents.containsKey(place)) {
                find(s, shelf, id)
                        .ifPresentOrElse(value -> found.put(s, value), () -> found.remove(s));
            }
        }
        return found;
    }

    @Override
    public <T> List<T> all(Shelf<T> shelf) {
        TreeMap<String, T> byId = new TreeMap<>();
        for (Shelved<T> s : tables.lying(scope, shelf)) {
            byId.put(s.id(), s.value());
        }
        documents.forEach((place, value) -> {
            if (place.scope().equals(scope) && place.shelf().equals(shelf.name())) {
                if (value == null) {
                    byId.remove(place.id());
                } else {
                    byId.put(place.id(), shelf.type().cast(value));
                }
            }
        });
        return List.copyOf(byId.values());
    }

    @Override
    public <T> List<Shelved<T>> everywhere(Shelf<T> shelf, @Nullable String drill, int limit) {
        return tables.everywhere(shelf, drill, limit);
    }

    @Override
    public <T> void put(Shelf<T> shelf, String id, T value) {
        documents.put(new Place(scope, shelf.name(), id), value);
    }

    @Override
    public void remove(Shelf<?> shelf, String id) {
        documents.put(new Place(scope, shelf.name(), id), null);
    }

    @Override
    public Envelope<?> emit(Event event, Because because) {
        return emit(scope, event, because);
    }

    @Override
    public Envelope<?> emit(Scope other, Event event, Because because) {
        Class<? extends Event> family = topic.family();
        if (family == null || !family.isInstance(event)) {
            throw new IllegalArgumentException(
                    "%s is not an event of %s".formatted(event, topic.title()));
        }
        long sequence = sequences.computeIfAbsent(other, tables::lock) + 1;
        sequences.put(other, sequence);
        String id = EventId.of(topic.title(), other.key(), sequence, now);
        Envelope<?> envelope =
                new Envelope<>(
                        id,
                        other,
                        now,
                        sequence,
                        because.correlation(),
                        because.causation(),
                        because.packDigest(),
                        Trace.next(because, id),
                        event);
        events.add(envelope);
        return envelope;
    }

    @Override
    public void alone(Scope other) {
        var _ = sequences.computeIfAbsent(other, tables::lock);
        alone = true;
    }

    /// Whether it holds a lock that others of other scopes may wait for: then it is to end soon.
    public boolean isAlone() {
        return alone;
    }

    @Override
    public void offer(PackFiles pack) {
        packs.add(pack);
    }

    @Override
    public void timer(String name, Instant due) {
        timers.put(name, due);
    }

    @Override
    public void cancelTimer(String name) {
        timers.put(name, null);
    }

    @Override
    public void errand(String name, Instant due) {
        errands.merge(name, due, (a, b) -> a.isBefore(b) ? a : b);
    }
}
