package dev.holdfast.executor.domain.rollback;

import dev.holdfast.executor.domain.plan.Plan;
import dev.holdfast.executor.domain.runbook.Group;

import java.util.ArrayList;
import java.util.List;

/// The runs that may go on now, by index: the first that is open, with the others of its group.
record Front(List<Integer> open, int limit) {
    Front {
        open = List.copyOf(open);
    }

    static Front of(Rollback rollback, Plan plan) {
        List<Integer> open = new ArrayList<>();
        Group group = null;
        for (int i = 0; i < rollback.runs().size(); i++) {
            StepRun run = rollback.runs().get(i);
            if (run.settled()) {
                continue;
            }
            Group mine = run.undo() ? null : plan.steps().get(run.step()).group();
            if (open.isEmpty()) {
                open.add(i);
                group = mine;
            } else if (group != null && group.equals(mine)) {
                open.add(i);
            }
            if (group == null) {
                break;
            }
        }
        return new Front(open, group == null ? 1 : group.limit());
    }
}
