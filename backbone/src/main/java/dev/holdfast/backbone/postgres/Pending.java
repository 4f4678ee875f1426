package dev.holdfast.backbone.postgres;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.EventTypes;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.kafka.EventCodec;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.work.Changes;
import dev.holdfast.backbone.work.Changes.Place;
import dev.holdfast.backbone.work.UnitOfWork;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What units of work of one transaction collected and nobody has written yet, as texts. Of what two
/// units wrote to the same place the later one's counts; events stay in order.
final class Pending {
    private static final int MOST_BYTES = 5 << 20;

    /// A document, or that it goes: then the text is null.
    record Document(@Nullable String text, Instant at) {}

    /// A timer or an errand.
    record Named(Scope scope, String name) implements Comparable<Named> {
        @Override
        public int compareTo(Named other) {
            int keys = scope.key().compareTo(other.scope.key());
            return keys == 0 ? name.compareTo(other.name) : keys;
        }
    }

    /// A row of the outbox.
    record Sent(int bucket, String topic, String key, Instant at, String headers, String value) {}

    private final String service;
    private final Topic topic;
    private final Map<Place, Document> documents = new LinkedHashMap<>();
    private final List<Sent> outbox = new ArrayList<>();
    private final Map<Scope, Long> sequences = new LinkedHashMap<>();
    private final Map<Named, @Nullable Instant> timers = new LinkedHashMap<>();
    private final Map<Named, Instant> errands = new LinkedHashMap<>();
    private boolean wakesTimers;

    /// @param service that writes, for the headers of its events
    /// @param topic that it writes
    Pending(String service, Topic topic) {
        this.service = service;
        this.topic = topic;
    }

    /// Whether a timer was set that is due before the timers are looked at anyway.
    boolean wakesTimers() {
        return wakesTimers;
    }

    /// Throws `IllegalArgumentException` for an event that the broker would refuse; then the unit is
    /// not to be kept.
    void add(UnitOfWork work) {
        Changes changes = work.changes();
        List<Sent> sent = sent(work, changes);
        changes.documents()
                .forEach((place, value) ->
                        documents.put(
                                place,
                                new Document(value == null ? null : Json.text(value), work.now())));
        if (!sent.isEmpty()) {
            outbox.addAll(sent);
            sequences.putAll(work.sequences());
        }
        Scope scope = work.scope();
        Instant look = work.now().plus(Timers.LOOK);
        changes.timers()
                .forEach((name, due) -> {
                    timers.put(new Named(scope, name), due);
                    wakesTimers |= due != null && due.isBefore(look);
                });
        changes.errands()
                .forEach((name, due) ->
                        errands.merge(
                                new Named(scope, name), due, (a, b) -> a.isBefore(b) ? a : b));
    }

    private List<Sent> sent(UnitOfWork work, Changes changes) {
        List<Sent> rows = new ArrayList<>();
        for (PackFiles pack : changes.packs()) {
            rows.add(
                    new Sent(
                            0,
                            Topic.PACKS.title(),
                            pack.name(),
                            work.now(),
                            "{}",
                            Json.text(pack)));
        }
        for (Envelope<?> e : changes.events()) {
            rows.add(
                    new Sent(
                            bucket(e.scope()),
                            topic.title(),
                            e.scope().key(),
                            e.time(),
                            Json.text(EventCodec.headers(service, e)),
                            sendable(e)));
        }
        return rows;
    }

    /// What the broker would refuse must not block the outbox behind it for ever.
    private static String sendable(Envelope<?> e) {
        byte[] value = Json.bytes(e.data());
        if (value.length > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "%s of %s has %d bytes, at most %d are sent"
                            .formatted(
                                    EventTypes.brief(e.data()),
                                    e.scope(),
                                    value.length,
                                    MOST_BYTES));
        }
        return new String(value, StandardCharsets.UTF_8);
    }

    int bucket(Scope scope) {
        return EventCodec.partition(scope, topic.partitions());
    }

    /// What is to be written to this place, if anything is.
    Optional<Document> document(Place place) {
        return Optional.ofNullable(documents.get(place));
    }

    /// Whether anything is to be written to this shelf.
    boolean touches(String shelf) {
        return documents.keySet().stream().anyMatch(p -> p.shelf().equals(shelf));
    }

    Map<Place, Document> documents() {
        return documents;
    }

    List<Sent> outbox() {
        return outbox;
    }

    /// The sequence that each scope's row must hold after this.
    Map<Scope, Long> sequences() {
        return sequences;
    }

    /// Null cancels.
    Map<Named, @Nullable Instant> timers() {
        return timers;
    }

    Map<Named, Instant> errands() {
        return errands;
    }

    /// The buckets of the outbox that get something.
    Set<Integer> buckets() {
        Set<Integer> buckets = new TreeSet<>();
        outbox.forEach(row -> buckets.add(row.bucket()));
        return buckets;
    }

    boolean none() {
        return documents.isEmpty() && outbox.isEmpty() && timers.isEmpty() && errands.isEmpty();
    }
}
