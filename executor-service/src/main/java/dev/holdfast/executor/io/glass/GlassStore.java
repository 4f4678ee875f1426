package dev.holdfast.executor.io.glass;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.EventTypes;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.work.Changes;
import dev.holdfast.backbone.work.Changes.Place;
import dev.holdfast.backbone.work.Errand;
import dev.holdfast.backbone.work.Shelf;
import dev.holdfast.backbone.work.Shelved;
import dev.holdfast.backbone.work.Tables;
import dev.holdfast.backbone.work.UnitOfWork;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.executor.flow.KillSwitch;
import dev.holdfast.executor.flow.Shelves;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/// The executor's store over one file, for one scope: a transaction is one line. What stands in the
/// file is all there is, so a process that died goes on from it.
final class GlassStore implements Tables {
    private final GlassFile file;
    private final Scope scope;
    private final InstantSource clock;
    private final Consumer<Event> told;
    private final Map<Place, JsonNode> documents = new LinkedHashMap<>();
    private final Map<Scope, Long> sequences = new HashMap<>();
    private final TreeMap<String, Instant> timers = new TreeMap<>();
    private final TreeMap<String, Instant> errands = new TreeMap<>();
    private long epoch;
    private Instant last = Instant.EPOCH;

    /// @param told gets each event after it is written
    GlassStore(GlassFile file, Scope scope, InstantSource clock, Consumer<Event> told)
            throws IOException {
        this.file = file;
        this.scope = scope;
        this.clock = clock;
        this.told = told;
        for (GlassLine line : file.lines()) {
            if (!line.scope().equals(scope.key())) {
                throw new IOException(
                        "the journal is of %s, not of %s".formatted(line.scope(), scope));
            }
            keep(line);
        }
        // Whoever held it before may have died after an intent.
        epoch++;
    }

    boolean empty() {
        return documents.isEmpty();
    }

    long epoch() {
        return epoch;
    }

    Instant now() {
        Instant now = clock.instant();
        last = now.isAfter(last) ? now : last;
        return last;
    }

    synchronized <T> T in(Scope where, Function<Work, T> body) {
        long sequence = sequences.getOrDefault(where, 0L);
        UnitOfWork work = new UnitOfWork(this, Topic.ROLLBACKS, where, sequence, now(), true);
        T answer = body.apply(work);
        write(work.changes());
        return answer;
    }

    /// What an errand that has run wants next.
    synchronized void next(String errand, @Nullable Instant due) {
        Map<String, @Nullable Instant> wanted = new HashMap<>();
        wanted.put(errand, due);
        write(line(List.of(), List.of(), Map.of(), wanted));
    }

    /// Takes the timers that are due, in order.
    synchronized List<String> dueTimers() {
        Instant now = now();
        List<String> due = new ArrayList<>();
        timers.forEach((name, at) -> {
            if (!at.isAfter(now)) {
                due.add(name);
            }
        });
        return due;
    }

    synchronized void fired(String timer) {
        Map<String, @Nullable Instant> gone = new HashMap<>();
        gone.put(timer, null);
        write(line(List.of(), List.of(), gone, Map.of()));
    }

    synchronized List<String> dueErrands() {
        Instant now = now();
        return errands.entrySet().stream()
                .filter(e -> !e.getValue().isAfter(now))
                .map(Map.Entry::getKey)
                .toList();
    }

    private void write(Changes changes) {
        List<GlassLine.Kept> kept = new ArrayList<>();
        changes.documents()
                .forEach((place, value) ->
                        kept.add(
                                new GlassLine.Kept(
                                        place.scope().key(),
                                        place.shelf(),
                                        place.id(),
                                        value == null ? null : Json.mapper().valueToTree(value))));
        List<GlassLine.Told> events = changes.events().stream().map(GlassStore::told).toList();
        if (!changes.none()) {
            write(line(kept, events, changes.timers(), new HashMap<>(changes.errands())));
            changes.events().forEach(e -> told.accept(e.data()));
        }
    }

    private static GlassLine.Told told(Envelope<?> e) {
        return new GlassLine.Told(
                EventTypes.of(e.data()),
                e.scope().key(),
                e.sequence(),
                Json.mapper().valueToTree(e.data()));
    }

    private GlassLine line(
            List<GlassLine.Kept> kept,
            List<GlassLine.Told> events,
            Map<String, @Nullable Instant> timers,
            Map<String, @Nullable Instant> errands) {
        return new GlassLine(scope.key(), now(), kept, events, timers, errands, epoch);
    }

    private void write(GlassLine line) {
        try {
            file.append(line);
        } catch (IOException e) {
            // Nothing is done that is not written.
            throw new UncheckedIOException("the journal cannot be written", e);
        }
        keep(line);
    }

    private void keep(GlassLine line) {
        for (GlassLine.Kept k : line.documents()) {
            Place place = new Place(Scope.parse(k.scope()), k.shelf(), k.id());
            JsonNode value = k.value();
            if (value == null || value.isNull()) {
                documents.remove(place);
            } else {
                documents.put(place, value);
            }
        }
        line.events().forEach(t -> sequences.put(Scope.parse(t.scope()), t.sequence()));
        line.timers().forEach((name, at) -> set(timers, name, at));
        line.errands().forEach((name, at) -> set(errands, name, at));
        epoch = Math.max(epoch, line.epoch());
    }

    private static void set(Map<String, Instant> map, String name, @Nullable Instant at) {
        if (at == null) {
            map.remove(name);
        } else {
            map.put(name, at);
        }
    }

    Errand errand(String name) {
        return new GlassErrand(this, scope, name, epoch, now());
    }

    @Override
    public synchronized <T> Optional<T> find(Scope where, Shelf<T> shelf, String id) {
        if (shelf.equals(Shelves.HALTS) && where.equals(KillSwitch.HOUSE)) {
            return file.halted(now()).map(shelf.type()::cast);
        }
        return Optional.ofNullable(documents.get(new Place(where, shelf.name(), id)))
                .map(node -> Json.mapper().convertValue(node, shelf.type()));
    }

    @Override
    public synchronized <T> List<Shelved<T>> lying(Scope where, Shelf<T> shelf) {
        return everywhere(shelf, Integer.MAX_VALUE).stream()
                .filter(s -> s.scope().equals(where))
                .toList();
    }

    @Override
    public synchronized <T> List<Shelved<T>> everywhere(Shelf<T> shelf, int limit) {
        List<Shelved<T>> all = new ArrayList<>();
        documents.forEach((place, node) -> {
            if (place.shelf().equals(shelf.name())) {
                T value = Json.mapper().convertValue(node, shelf.type());
                all.add(new Shelved<>(place.scope(), place.id(), value));
            }
        });
        return all.reversed().stream().limit(limit).toList();
    }

    @Override
    public synchronized long lock(Scope where) {
        return sequences.getOrDefault(where, 0L);
    }

    /// An errand whose lease is the lock on the file.
    private record GlassErrand(
            GlassStore store, Scope scope, String name, long epoch, Instant claimedAt)
            implements Errand {
        @Override
        public boolean held() {
            return true;
        }

        @Override
        public <T> T write(Function<Work, T> body) {
            return store.in(scope, body);
        }
    }
}
