package dev.holdfast.decision.flow;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.work.Changes.Place;
import dev.holdfast.backbone.work.Packs;
import dev.holdfast.backbone.work.Shelf;
import dev.holdfast.backbone.work.Shelved;
import dev.holdfast.backbone.work.Wanted;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.decision.domain.incident.Situation.Fleet;
import dev.holdfast.decision.domain.policy.Policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What counts for a system and lies elsewhere: the kill switch, and what the rest of the fleet does.
final class Surroundings {
    /// Sites that are counted for the limit over the fleet.
    private static final int MOST_SITES = 2_000;

    private Surroundings() {}

    /// What of a system is read whatever happens to it.
    static Wanted wanted(Scope scope) {
        List<Place> places = new ArrayList<>();
        for (Shelf<?> shelf :
                List.of(Shelves.AUDIT_HEADS, Shelves.SITES, Shelves.TASKS, Shelves.PROOFS)) {
            places.add(new Place(scope, shelf.name(), Shelves.ONLY));
        }
        halts(scope).forEach(s -> places.add(new Place(s, Shelves.HALTS.name(), Shelves.ONLY)));
        places.add(Packs.place(scope.system()));
        return new Wanted(
                places,
                Shelves.OPEN.name(),
                List.of(Shelves.INCIDENTS.name(), Shelves.STORIES.name(), Shelves.OPEN.name()));
    }

    /// A drill is no part of the real fleet, nor of another drill's.
    static Fleet fleet(Work work, Policy policy) {
        Instant since = work.now().minus(policy.limits().within());
        List<Part> others =
                work.everywhere(Shelves.PARTS, work.scope().drill(), MOST_SITES).stream()
                        .filter(s -> !s.scope().equals(work.scope()))
                        .map(Shelved::value)
                        .toList();
        return new Fleet(
                others.stream().mapToLong(s -> s.ordersSince(since)).sum(),
                others.stream().filter(Part::acting).count(),
                systems(work, policy, others.size()));
    }

    /// They are counted only where it matters how many they are.
    private static long systems(Work work, Policy policy, long others) {
        return policy.limits().share() < 1
                ? work.scopes(Shelves.SITES, work.scope().drill())
                : others + 1;
    }

    /// The executor keeps the switch at these places, and tells of it under them.
    private static List<Scope> halts(Scope scope) {
        return List.of(
                Scope.of("holdfast", "all"),
                Scope.pack(scope.system()),
                Scope.of(scope.system(), scope.environment()),
                scope);
    }

    /// The kill switch that is thrown here, if one is.
    static Optional<Shelves.Halt> halt(Work work) {
        // Of several the same one is named, whatever order they come in.
        return work.find(halts(work.scope()), Shelves.HALTS, Shelves.ONLY).values().stream()
                .filter(Shelves.Halt::on)
                .distinct()
                .min(Comparator.comparing(Shelves.Halt::reach));
    }
}
