package dev.holdfast.executor.domain.rollback;

import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.Scope;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Judges whether an order is carried out. Without authority, without its plan's hash, too late, or
/// while another rollback or a halt holds the scope, it is not.
public final class Order {
    private Order() {}

    /// What the executor knows when an order comes.
    ///
    /// @param rollback the rollback that the order names, if it was ever proposed
    /// @param dataLost what its plan would lose; null for nothing, or without a plan
    /// @param holder who holds the scope
    public record Situation(
            Scope scope,
            @Nullable Rollback rollback,
            @Nullable String dataLost,
            @Nullable Holder holder,
            Optional<Halt> halt,
            boolean lab,
            Instant now) {}

    /// Empty when the order is accepted.
    public static Optional<Refusal> judge(RollbackOrdered order, Situation s) {
        if (order.authority().missing()) {
            return refused("authority", "the order names neither a rule nor people who allow it");
        }
        Rollback rollback = s.rollback();
        if (rollback == null) {
            return refused("hash", "no plan was ever made for rollback " + order.rollback());
        }
        Holder holder = s.holder();
        if (holder != null) {
            return refused(
                    "busy",
                    "rollback %s of incident %s holds %s since %s"
                            .formatted(
                                    holder.rollback(),
                                    holder.incident(),
                                    s.scope(),
                                    holder.since()));
        }
        if (!(rollback.state() instanceof RollbackState.Planned(String hash, _))) {
            return refused(
                    "hash", "there is no plan to order now: the rollback is " + rollback.state());
        }
        if (!hash.equals(order.planHash())) {
            return refused(
                    "hash",
                    "the order names plan %s, the plan is %s".formatted(order.planHash(), hash));
        }
        if (s.dataLost() != null && order.authority().people().isEmpty()) {
            return refused(
                    "authority",
                    "the plan loses data (%s) and no person has allowed it; rule '%s' cannot"
                            .formatted(s.dataLost(), order.authority().rule()));
        }
        if (s.scope().drill() != null && !s.lab()) {
            return refused("lab", "the pack has no lab section, so a drill is only planned");
        }
        return late(order.notAfter(), s.now()).or(() -> halted(s.halt()));
    }

    /// The last look before anything is done, in the transaction of the first intent.
    ///
    /// @param changes what is another now than when it was planned
    public static Optional<Refusal> admit(
            Instant notAfter, List<String> changes, Optional<Halt> halt, Instant now) {
        if (!changes.isEmpty()) {
            return refused("changed", String.join("; ", changes));
        }
        return late(notAfter, now).or(() -> halted(halt));
    }

    private static Optional<Refusal> late(Instant notAfter, Instant now) {
        return now.isAfter(notAfter)
                ? refused("late", "it was not to begin after %s, it is %s".formatted(notAfter, now))
                : Optional.empty();
    }

    private static Optional<Refusal> halted(Optional<Halt> halt) {
        return halt.flatMap(h -> refused("halted", h.sentence()));
    }

    private static Optional<Refusal> refused(String kind, String reason) {
        return Optional.of(new Refusal(kind, reason));
    }
}
