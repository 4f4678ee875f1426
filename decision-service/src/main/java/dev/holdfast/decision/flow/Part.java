package dev.holdfast.decision.flow;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.work.Shelved;
import dev.holdfast.backbone.work.Transactions;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.decision.domain.incident.Site;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What the limits over the fleet need of one system; small, since all of them are read for one order.
///
/// @param acting a rollback was ordered and no end of it is known
/// @param orders when each was given, oldest first
public record Part(boolean acting, List<Instant> orders) {
    /// As many as are counted.
    private static final int MOST = 2_000;

    public Part {
        orders = List.copyOf(orders);
    }

    /// Nothing to count; such a part is not kept.
    boolean none() {
        return !acting && orders.isEmpty();
    }

    static Part of(Site site) {
        return new Part(
                site.acting() != null,
                site.orders().stream().filter(o -> !o.contains()).map(Site.Order::at).toList());
    }

    /// Written for sites that a version before this one has kept without it, so that they count.
    public static void complete(Transactions transactions) {
        Set<Scope> counted =
                transactions.everywhere(Shelves.PARTS, null, MOST).stream()
                        .map(Shelved::scope)
                        .collect(Collectors.toSet());
        for (Shelved<Site> s : transactions.everywhere(Shelves.SITES, null, MOST)) {
            if (!counted.contains(s.scope()) && !of(s.value()).none()) {
                boolean _ = transactions.in(s.scope(), Part::written);
            }
        }
    }

    private static boolean written(Work work) {
        work.find(Shelves.SITES, Shelves.ONLY)
                .ifPresent(site -> work.put(Shelves.PARTS, Shelves.ONLY, of(site)));
        return true;
    }

    long ordersSince(Instant since) {
        return orders.stream().filter(at -> at.isAfter(since)).count();
    }
}
