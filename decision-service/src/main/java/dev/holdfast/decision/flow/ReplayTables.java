package dev.holdfast.decision.flow;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.work.Changes;
import dev.holdfast.backbone.work.Shelf;
import dev.holdfast.backbone.work.Shelved;
import dev.holdfast.backbone.work.Tables;
import dev.holdfast.decision.domain.audit.AuditHead;
import dev.holdfast.decision.domain.incident.Situation.Fleet;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// The store of a replay: the documents of one scope in memory, and around it exactly what the record
/// says was seen there.
final class ReplayTables implements Tables {
    private static final String CURRENT = "pack-current";
    private static final String VERSION = "pack-version";

    private static final Duration NEAR = Duration.ofMinutes(1);

    private final TreeMap<Instant, String> activated;
    private final Function<String, Optional<PackFiles>> packs;
    private final Map<Changes.Place, Object> documents = new TreeMap<>(Replay.PLACES);
    private Looked looked = new Looked(null, null);
    private Instant now = Instant.EPOCH;

    /// @param activated when which version of the pack became current
    /// @param packs versions by their digest
    ReplayTables(Map<Instant, String> activated, Function<String, Optional<PackFiles>> packs) {
        this.activated = new TreeMap<>(activated);
        this.packs = packs;
    }

    /// The moments whose packs a transaction of `at` may have seen: its own, and those on the other
    /// side of each activation near to it, since that is dated when it began and seen when it was
    /// committed.
    List<Instant> activatedAround(Instant at) {
        List<Instant> moments = new ArrayList<>();
        moments.add(at);
        activated
                .subMap(at.minus(NEAR), true, at.plus(NEAR), true)
                .keySet()
                .forEach(a -> moments.add(a.isAfter(at) ? a : a.minusNanos(1)));
        return moments;
    }

    void begin(Instant at, Looked seen) {
        now = at;
        looked = seen;
    }

    /// Entries that nothing is worked out of.
    void passOver(Scope scope, AuditHead head) {
        documents.put(new Changes.Place(scope, Shelves.AUDIT_HEADS.name(), Shelves.ONLY), head);
    }

    /// The entries of the audit are compared and not kept: there may be a million of them.
    void keep(Map<Changes.Place, @Nullable Object> changes) {
        changes.forEach((place, value) -> {
            if (place.shelf().equals(Shelves.AUDIT.name())) {
                return;
            }
            if (value == null) {
                documents.remove(place);
            } else {
                documents.put(place, value);
            }
        });
    }

    @Override
    public <T> Optional<T> find(Scope at, Shelf<T> shelf, String id) {
        if (shelf.name().equals(VERSION)) {
            return packs.apply(id).map(shelf.type()::cast);
        }
        if (shelf.name().equals(CURRENT)) {
            return Optional.ofNullable(activated.floorEntry(now))
                    .map(e ->
                            Json.read(
                                    Json.text(Map.of("digest", e.getValue(), "since", e.getKey())),
                                    shelf.type()));
        }
        if (shelf.equals(Shelves.HALTS)) {
            return Optional.ofNullable(looked.halt()).map(shelf.type()::cast);
        }
        return Optional.ofNullable(documents.get(new Changes.Place(at, shelf.name(), id)))
                .map(shelf.type()::cast);
    }

    @Override
    public <T> List<Shelved<T>> lying(Scope at, Shelf<T> shelf) {
        List<Shelved<T>> all = new ArrayList<>();
        documents.forEach((place, value) -> {
            if (place.scope().equals(at) && place.shelf().equals(shelf.name())) {
                all.add(new Shelved<>(at, place.id(), shelf.type().cast(value)));
            }
        });
        return all;
    }

    @Override
    public long scopes(Shelf<?> shelf, @Nullable String drill) {
        Fleet fleet = looked.fleet();
        return fleet == null ? 0 : fleet.systems();
    }

    /// Others that add up to what was seen of the fleet.
    @Override
    public <T> List<Shelved<T>> everywhere(Shelf<T> shelf, int limit) {
        Fleet fleet = looked.fleet();
        if (!shelf.equals(Shelves.PARTS) || fleet == null) {
            return List.of();
        }
        List<Shelved<T>> all = new ArrayList<>();
        for (long i = 1; i < fleet.systems() && i <= limit; i++) {
            List<Instant> orders =
                    i == 1 ? Collections.nCopies(Math.toIntExact(fleet.orders()), now) : List.of();
            Part part = new Part(i <= fleet.acting(), orders);
            all.add(new Shelved<>(other(i), Shelves.ONLY, shelf.type().cast(part)));
        }
        return all;
    }

    private static Scope other(long number) {
        return Scope.of("other-" + number, "any");
    }

    @Override
    public long lock(Scope at) {
        return 0;
    }
}
