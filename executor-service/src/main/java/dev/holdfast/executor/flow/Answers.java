package dev.holdfast.executor.flow;

import dev.holdfast.backbone.work.Work;
import dev.holdfast.executor.domain.plan.Plan;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.rollback.Requests;
import dev.holdfast.executor.domain.rollback.Rollback;
import dev.holdfast.executor.domain.rollback.Turn;
import dev.holdfast.executor.domain.rollback.Turn.Moment;

import java.util.Optional;

/// What people and the verifier say to a rollback; afterwards its errand looks what that changes.
final class Answers {
    private Answers() {}

    /// What somebody asks of a rollback.
    interface Request {
        Turn of(Rollback rollback, Plan plan, Moment moment);
    }

    static void asked(Work work, String rollback, Request request) {
        Optional<Rollback> r = work.find(Shelves.ROLLBACKS, rollback);
        Optional<Plan> plan = work.find(Shelves.PLANS, rollback);
        if (r.isEmpty() || plan.isEmpty()) {
            return; // never planned here, so there is nothing that could be changed
        }
        Turn turn = request.of(r.get(), plan.get(), new Moment(work.now(), 0));
        if (!turn.rollback().equals(r.get())) {
            Keeping.write(work, turn);
            work.errand(Runner.ERRAND, work.now());
        }
    }

    static void verdict(Work work, String rollback, String verification, Finding finding) {
        asked(
                work,
                rollback,
                (r, plan, moment) -> Requests.verdict(r, plan, verification, finding, moment));
    }
}
