package dev.holdfast.executor.flow;

import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.RollbackEvent.OrderRefused;
import dev.holdfast.backbone.pack.PackManifest;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.backbone.work.Because;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.executor.domain.plan.Plan;
import dev.holdfast.executor.domain.rollback.Holder;
import dev.holdfast.executor.domain.rollback.Order;
import dev.holdfast.executor.domain.rollback.Refusal;
import dev.holdfast.executor.domain.rollback.Rollback;
import dev.holdfast.executor.domain.rollback.RollbackMove;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// Takes in an order: accepts it for the one errand of its scope, or refuses it with the reason.
final class Orders {
    private Orders() {}

    static void ordered(Work work, Because because, RollbackOrdered order) {
        Rollback rollback = work.find(Shelves.ROLLBACKS, order.rollback()).orElse(null);
        Holder holder = work.find(Shelves.HOLDERS, Shelves.ONLY).orElse(null);
        if (holder != null && holder.rollback().equals(order.rollback())) {
            return; // the same order again
        }
        String dataLost =
                work.find(Shelves.PLANS, order.rollback()).map(Plan::dataLost).orElse(null);
        Optional<Refusal> refusal =
                Order.judge(
                        order,
                        new Order.Situation(
                                work.scope(),
                                rollback,
                                dataLost,
                                holder,
                                KillSwitch.over(work),
                                hasLab(work, rollback),
                                work.now()));
        if (refusal.isPresent() || rollback == null) {
            refusal.ifPresent(r -> refuse(work, because, order, r));
            return;
        }
        Rollback ordered =
                rollback.moved(new RollbackMove.Order(order.planHash(), order.notAfter()))
                        .following(because.causation());
        work.put(Shelves.ROLLBACKS, ordered.id(), ordered);
        work.put(
                Shelves.HOLDERS,
                Shelves.ONLY,
                new Holder(ordered.id(), ordered.incident(), work.now()));
        Keeping.timers(work, ordered);
        work.errand(Runner.ERRAND, work.now());
    }

    /// Whether the pack says where a drill may act; then its variables and secrets are the lab's alone.
    private static boolean hasLab(Work work, @Nullable Rollback rollback) {
        return rollback != null
                && Planner.pack(work, rollback)
                        .flatMap(pack -> PackManifest.read(pack, new Problems()))
                        .filter(manifest -> manifest.lab() != null)
                        .isPresent();
    }

    private static void refuse(Work work, Because because, RollbackOrdered order, Refusal refusal) {
        work.emit(
                new OrderRefused(
                        order.incident(),
                        order.rollback(),
                        refusal.kind(),
                        refusal.reason(),
                        work.now()),
                because.incident(order.incident()));
    }
}
