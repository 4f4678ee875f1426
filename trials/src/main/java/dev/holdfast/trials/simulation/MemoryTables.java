package dev.holdfast.trials.simulation;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.work.Changes.Place;
import dev.holdfast.backbone.work.Shelf;
import dev.holdfast.backbone.work.Shelved;
import dev.holdfast.backbone.work.Tables;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The documents of one service. One in eight is kept as JSON text alone, so that what cannot be
/// written and read again shows; a mutant reads every one from its text.
final class MemoryTables implements Tables {
    /// What a mutant reads instead of what was written.
    interface Reading {
        String read(String shelf, String text);

        /// True where every document is read from its text.
        boolean always();
    }

    private static final int TEXTS = 8;

    private static final class Document {
        final String text;
        final long order;
        @Nullable Object value;

        /// @param value null to have it read from the text
        Document(String text, long order, @Nullable Object value) {
            this.text = text;
            this.order = order;
            this.value = value;
        }
    }

    private final Map<String, Map<Scope, TreeMap<String, Document>>> shelves = new HashMap<>();
    private final Map<Scope, Long> sequences = new HashMap<>();
    private final Reading reading;
    private long order;

    MemoryTables(Reading reading) {
        this.reading = reading;
    }

    void put(Place place, @Nullable Object value) {
        Map<String, Document> lying =
                shelves.computeIfAbsent(place.shelf(), _ -> new HashMap<>())
                        .computeIfAbsent(place.scope(), _ -> new TreeMap<>());
        if (value == null) {
            lying.remove(place.id());
        } else {
            boolean text = ++order % TEXTS == 0 || reading.always();
            lying.put(
                    place.id(),
                    text
                            ? new Document(Json.text(value), order, null)
                            : new Document("", order, value));
        }
    }

    void sequence(Scope scope, long sequence) {
        sequences.put(scope, sequence);
    }

    @Override
    public long lock(Scope scope) {
        return sequences.getOrDefault(scope, 0L);
    }

    @Override
    public <T> Optional<T> find(Scope scope, Shelf<T> shelf, String id) {
        Map<Scope, TreeMap<String, Document>> scopes = shelves.get(shelf.name());
        TreeMap<String, Document> lying = scopes == null ? null : scopes.get(scope);
        Document found = lying == null ? null : lying.get(id);
        return found == null ? Optional.empty() : Optional.of(value(shelf, found));
    }

    @Override
    public <T> List<Shelved<T>> lying(Scope scope, Shelf<T> shelf) {
        List<Shelved<T>> all = new ArrayList<>();
        shelves.getOrDefault(shelf.name(), Map.of())
                .getOrDefault(scope, new TreeMap<>())
                .forEach((id, d) -> all.add(new Shelved<>(scope, id, value(shelf, d))));
        return all;
    }

    @Override
    public <T> List<Shelved<T>> everywhere(Shelf<T> shelf, int limit) {
        record Found(Scope scope, String id, Document document) {}
        List<Found> all = new ArrayList<>();
        shelves.getOrDefault(shelf.name(), Map.of())
                .forEach((scope, lying) ->
                        lying.forEach((id, d) -> all.add(new Found(scope, id, d))));
        return all.stream()
                .sorted(Comparator.comparingLong((Found f) -> f.document().order).reversed())
                .limit(limit)
                .map(f -> new Shelved<>(f.scope(), f.id(), value(shelf, f.document())))
                .toList();
    }

    private <T> T value(Shelf<T> shelf, Document document) {
        Object value = document.value;
        if (value == null) {
            value = Json.read(reading.read(shelf.name(), document.text), shelf.type());
            document.value = value;
        }
        return shelf.type().cast(value);
    }
}
