package dev.holdfast.backbone.memory;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A database's documents and sequences, in the order of writing.
///
/// Documents are kept as JSON text, so that what cannot be written and read again shows at once.
final class MemoryDocuments implements Tables {
    private final Map<Place, String> documents = new LinkedHashMap<>();
    private final Map<Scope, Long> sequences = new HashMap<>();

    void keep(Place place, @Nullable Object value) {
        documents.remove(place);
        if (value != null) {
            documents.put(place, Json.text(value));
        }
    }

    void keep(Map<Scope, Long> reached) {
        sequences.putAll(reached);
    }

    /// Of the scopes that have such a document, the first by name.
    Optional<Scope> scopeOf(Shelf<?> shelf, String id) {
        return shelved(shelf).stream()
                .filter(s -> s.id().equals(id))
                .map(Shelved::scope)
                .min(Comparator.comparing(Scope::key));
    }

    @Override
    public <T> Optional<T> find(Scope scope, Shelf<T> shelf, String id) {
        return Optional.ofNullable(documents.get(new Place(scope, shelf.name(), id)))
                .map(text -> Json.read(text, shelf.type()));
    }

    @Override
    public <T> List<Shelved<T>> lying(Scope scope, Shelf<T> shelf) {
        return shelved(shelf).stream()
                .filter(s -> s.scope().equals(scope))
                .sorted(Comparator.comparing(Shelved::id))
                .toList();
    }

    @Override
    public <T> List<Shelved<T>> everywhere(Shelf<T> shelf, int limit) {
        return shelved(shelf).reversed().stream().limit(limit).toList();
    }

    /// In the order of writing.
    private <T> List<Shelved<T>> shelved(Shelf<T> shelf) {
        List<Shelved<T>> all = new ArrayList<>();
        documents.forEach((place, text) -> {
            if (place.shelf().equals(shelf.name())) {
                all.add(new Shelved<>(place.scope(), place.id(), Json.read(text, shelf.type())));
            }
        });
        return all;
    }

    @Override
    public long lock(Scope scope) {
        return sequences.getOrDefault(scope, 0L);
    }
}
