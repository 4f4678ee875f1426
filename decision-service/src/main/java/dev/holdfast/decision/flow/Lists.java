package dev.holdfast.decision.flow;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.work.Shelved;
import dev.holdfast.backbone.work.Transactions;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.decision.domain.incident.Incident;
import dev.holdfast.decision.domain.incident.Site;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Keeps what the lists of incidents are read from.
public final class Lists {
    private static final int MOST = 10_000;

    private Lists() {}

    static void add(Work work, Incident incident) {
        Shelves.Opened entry = new Shelves.Opened(incident.openedAt());
        work.put(Shelves.OPEN, incident.id(), entry);
        work.put(Shelves.OPENED, incident.id(), entry);
    }

    /// Adds what an instance of a version without lists has opened, and takes away what it has closed.
    public static void complete(Transactions transactions) {
        Map<Scope, String> open = new HashMap<>();
        for (Shelved<Site> site : transactions.everywhere(Shelves.SITES, null, MOST)) {
            if (site.value().open() != null) {
                open.put(site.scope(), site.value().open());
            }
        }
        Set<Scope> listed = new HashSet<>();
        for (Shelved<Shelves.Opened> entry : transactions.everywhere(Shelves.OPEN, null, MOST)) {
            listed.add(entry.scope());
            if (!entry.id().equals(open.get(entry.scope()))) {
                boolean _ = transactions.in(entry.scope(), w -> right(w, entry.id()));
            }
        }
        open.forEach((scope, id) -> {
            if (!listed.contains(scope)) {
                boolean _ = transactions.in(scope, w -> right(w, id));
            }
        });
    }

    private static Optional<Incident> open(Work work) {
        return work.find(Shelves.SITES, Shelves.ONLY)
                .flatMap(s -> Optional.ofNullable(s.open()))
                .flatMap(id -> work.find(Shelves.INCIDENTS, id));
    }

    private static boolean right(Work work, String id) {
        Optional<Incident> open = open(work);
        if (open.filter(i -> i.id().equals(id)).isEmpty()) {
            work.remove(Shelves.OPEN, id);
        }
        // What is listed keeps its place.
        open.filter(i -> work.find(Shelves.OPEN, i.id()).isEmpty()).ifPresent(i -> add(work, i));
        return true;
    }
}
