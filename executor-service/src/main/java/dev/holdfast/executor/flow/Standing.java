package dev.holdfast.executor.flow;

import dev.holdfast.backbone.events.RollbackEvent.ContainmentStands;
import dev.holdfast.backbone.work.Because;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.executor.domain.rollback.Closures;
import dev.holdfast.executor.domain.rollback.Rollback;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What ended runs have left closed: people are reminded until a later run opens it.
final class Standing {
    static final String TIMER = "closed";

    static final Duration REMIND = Duration.ofMinutes(15);

    private Standing() {}

    static void stands(Work work, ContainmentStands stands) {
        work.put(Shelves.CLOSED, Shelves.ONLY, stands);
        work.timer(TIMER, work.now().plus(REMIND));
    }

    /// A run is over: what it has opened does not stand any more.
    static void opened(Work work, Rollback r) {
        Optional<ContainmentStands> closed = work.find(Shelves.CLOSED, Shelves.ONLY);
        if (closed.isEmpty() || closed.get().rollback().equals(r.id())) {
            return;
        }
        Set<String> opened =
                work.find(Shelves.PLANS, r.id())
                        .map(plan -> Closures.opened(r, plan))
                        .orElse(Set.of());
        ContainmentStands c = closed.get();
        List<String> left = Closures.without(c.steps(), opened);
        if (left.isEmpty()) {
            work.remove(Shelves.CLOSED, Shelves.ONLY);
            work.cancelTimer(TIMER);
        } else if (!left.equals(c.steps())) {
            work.put(
                    Shelves.CLOSED,
                    Shelves.ONLY,
                    new ContainmentStands(c.incident(), c.rollback(), left, c.since(), c.at()));
        }
    }

    static void due(Work work, String timer) {
        if (!timer.equals(TIMER)) {
            return;
        }
        work.find(Shelves.CLOSED, Shelves.ONLY)
                .ifPresent(c -> {
                    work.emit(
                            new ContainmentStands(
                                    c.incident(), c.rollback(), c.steps(), c.since(), work.now()),
                            Because.none().incident(c.incident()));
                    work.timer(TIMER, work.now().plus(REMIND));
                });
    }
}
