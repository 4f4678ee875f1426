package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.decision.domain.policy.Mode;
import dev.holdfast.decision.domain.policy.Policy;
import dev.holdfast.decision.domain.release.Ledger;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What is known of one system in one environment, incidents aside.
///
/// @param open id of the incident that is open; at most one is
/// @param waiting triggers that belong to no open incident
/// @param mode what a person has set; null while the pack's counts
/// @param orders every order of the last days, oldest first
/// @param acting the rollback that was ordered and of which no end is known; null when none is
/// @param quietSince when the last incident ended
public record Site(
        Scope scope,
        @Nullable String open,
        Triggers waiting,
        @Nullable Mode mode,
        Ledger ledger,
        List<Order> orders,
        @Nullable Instant quietSince,
        @Nullable String acting) {

    private static final int MOST_ORDERS = 2_000;

    /// One order that was given.
    ///
    /// @param contains it only stops the harm: no release is rolled back
    public record Order(
            String incident,
            String rollback,
            @Nullable Release from,
            Release to,
            Instant at,
            boolean contains) {}

    public Site {
        orders = List.copyOf(orders);
    }

    public static Site fresh(Scope scope) {
        return new Site(scope, null, Triggers.NONE, null, Ledger.EMPTY, List.of(), null, null);
    }

    public Mode mode(Policy policy) {
        return mode == null ? policy.mode(scope.environment()) : mode;
    }

    public long ordersSince(Instant since) {
        return orders.stream().filter(o -> !o.contains() && o.at().isAfter(since)).count();
    }

    public Optional<Order> lastOrder() {
        return orders.reversed().stream().filter(o -> !o.contains()).findFirst();
    }

    /// The release that our own rollback goes to, while a signal about it is its echo.
    ///
    /// @param running the rollback that is being carried out; null when none is
    public @Nullable Release echo(@Nullable String running) {
        return lastOrder().filter(o -> o.rollback().equals(running)).map(Order::to).orElse(null);
    }

    public Site open(@Nullable String incident) {
        return new Site(scope, incident, waiting, mode, ledger, orders, quietSince, acting);
    }

    public Site waiting(Triggers triggers) {
        return new Site(scope, open, triggers, mode, ledger, orders, quietSince, acting);
    }

    public Site mode(Mode to) {
        return new Site(scope, open, waiting, to, ledger, orders, quietSince, acting);
    }

    public Site ledger(Ledger next) {
        return new Site(scope, open, waiting, mode, next, orders, quietSince, acting);
    }

    public Site quietSince(Instant since) {
        return new Site(scope, open, waiting, mode, ledger, orders, since, acting);
    }

    Site acting(@Nullable String rollback) {
        return new Site(scope, open, waiting, mode, ledger, orders, quietSince, rollback);
    }

    /// The executor refused this order, so nothing was done: it counts for no limit.
    public Site withdrawn(String rollback) {
        List<Order> left = orders.stream().filter(o -> !o.rollback().equals(rollback)).toList();
        return new Site(scope, open, waiting, mode, ledger, left, quietSince, acting);
    }

    /// Remembers an order for as long as any limit may look back.
    public Site ordered(Order order) {
        List<Order> all = Stream.concat(orders.stream(), Stream.of(order)).toList();
        List<Order> kept = all.subList(Math.max(0, all.size() - MOST_ORDERS), all.size());
        return new Site(scope, open, waiting, mode, ledger, kept, quietSince, acting);
    }
}
