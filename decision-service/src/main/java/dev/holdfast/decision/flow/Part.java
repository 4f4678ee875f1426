package dev.holdfast.decision.flow;

import dev.holdfast.decision.domain.incident.Site;

import java.time.Instant;
import java.util.List;

/// What the limits over the fleet need of one system; small, since all of them are read for one order.
///
/// @param acting a rollback was ordered and no end of it is known
/// @param orders when each was given, oldest first
public record Part(boolean acting, List<Instant> orders) {
    public Part {
        orders = List.copyOf(orders);
    }

    static Part of(Site site) {
        return new Part(
                site.acting() != null,
                site.orders().stream().filter(o -> !o.contains()).map(Site.Order::at).toList());
    }

    long ordersSince(Instant since) {
        return orders.stream().filter(at -> at.isAfter(since)).count();
    }
}
