package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.pack.Durations;
import dev.holdfast.decision.domain.incident.Site.Order;
import dev.holdfast.decision.domain.policy.Freeze;
import dev.holdfast.decision.domain.policy.LimitPolicy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What keeps Holdfast from running away, checked before every order.
final class Limits {
    private final Turn turn;
    private final LimitPolicy policy;
    private final Instant now;
    private final List<String> reasons = new ArrayList<>();
    private final List<Broken> broken = new ArrayList<>();

    /// A limit that forbids the order.
    ///
    /// @param until when it may be looked at again
    record Broken(String reason, Instant until) {}

    /// @param reasons every limit with what it saw
    /// @param broken those that forbid it
    record Checked(List<String> reasons, List<Broken> broken) {
        static final Checked PROMISED =
                new Checked(List.of("limits were kept when the group was allowed"), List.of());
    }

    private Limits(Turn turn) {
        this.turn = turn;
        this.policy = turn.policy().limits();
        this.now = turn.now();
    }

    static Checked check(Turn turn, Release to) {
        Limits limits = new Limits(turn);
        if (Containing.underWay(turn)) {
            limits.perFleet();
            limits.share();
            limits.perIncident();
            return limits.checked();
        }
        limits.coolDown();
        limits.perSystem();
        limits.perFleet();
        limits.share();
        limits.perIncident();
        limits.notAgain(to);
        limits.freezes();
        return limits.checked();
    }

    private Checked checked() {
        return new Checked(List.copyOf(reasons), List.copyOf(broken));
    }

    private void coolDown() {
        Optional<Order> last = turn.site.lastOrder();
        if (turn.ordered > 0 || last.isEmpty()) {
            passed("cool-down: " + (last.isEmpty() ? "no rollback before" : "exempt as next try"));
            return;
        }
        Instant end = last.get().at().plus(policy.coolDown());
        limit(
                now.isBefore(end),
                "cool-down of %s: the last rollback was ordered %s ago"
                        .formatted(
                                Durations.show(policy.coolDown()),
                                Sentences.ago(last.get().at(), now)),
                end);
    }

    private void perSystem() {
        long count = turn.site.ordersSince(now.minus(policy.within()));
        limit(
                count >= policy.perSystem(),
                "%d of %d rollbacks of this system within %s"
                        .formatted(count, policy.perSystem(), Durations.show(policy.within())),
                oldestLeaves());
    }

    private void perFleet() {
        long own = turn.site.ordersSince(now.minus(policy.within()));
        long count = own + turn.fleet().orders();
        limit(
                count + Grouped.others(turn) >= policy.perFleet(),
                "%d of %d rollbacks of all systems within %s"
                        .formatted(count, policy.perFleet(), Durations.show(policy.within())),
                later());
    }

    private void perIncident() {
        limit(
                turn.ordered >= policy.perIncident(),
                "%d of %d rollbacks of this incident".formatted(turn.ordered, policy.perIncident()),
                later());
    }

    private void notAgain(Release to) {
        Optional<Instant> failed = turn.site.ledger().failedAt(to);
        Instant end = failed.map(f -> f.plus(policy.notAgain())).orElse(now);
        limit(
                now.isBefore(end),
                failed.isEmpty()
                        ? to + " was never rolled away from"
                        : "%s was rolled away from %s ago, and is no target for %s"
                                .formatted(
                                        to,
                                        Sentences.ago(failed.get(), now),
                                        Durations.show(policy.notAgain())),
                end);
    }

    private void freezes() {
        for (Freeze freeze : policy.freezes()) {
            limit(
                    freeze.covers(now, turn.severity),
                    "freeze '%s' %s, except for %s"
                            .formatted(freeze.name(), freeze.words(), freeze.except()),
                    freeze.until(now));
        }
    }

    /// Not too much of the fleet at the same time, so that one bad rule does not empty it.
    private void share() {
        Situation.Fleet fleet = turn.fleet();
        long most = Math.max(1, (long) Math.floor(policy.share() * fleet.systems()));
        limit(
                policy.share() < 1 && fleet.acting() + Grouped.atOnce(turn) >= most,
                "%d of %d systems are being rolled back, at most %d at a time"
                        .formatted(fleet.acting(), fleet.systems(), most),
                now.plus(Duration.ofMinutes(1)));
    }

    private void limit(boolean reached, String what, Instant until) {
        if (reached) {
            reasons.add("limit reached: " + what);
            broken.add(new Broken(what, until));
        } else {
            passed(what);
        }
    }

    private void passed(String what) {
        reasons.add("limit kept: " + what);
    }

    private Instant oldestLeaves() {
        Instant from = now.minus(policy.within());
        return turn.site.orders().stream()
                .map(Order::at)
                .filter(at -> at.isAfter(from))
                .findFirst()
                .map(at -> at.plus(policy.within()))
                .orElseGet(this::later);
    }

    private Instant later() {
        return now.plus(Duration.ofHours(1));
    }
}
