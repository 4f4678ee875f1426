package dev.holdfast.executor.domain.rollback;

import dev.holdfast.backbone.events.RollbackEvent.EvidenceSaved;
import dev.holdfast.executor.domain.plan.Plan;
import dev.holdfast.executor.domain.rollback.Turn.Moment;
import dev.holdfast.executor.domain.runbook.Group;

import java.util.ArrayList;
import java.util.List;

/// Tells what was saved, when the last piece of evidence is there or given up.
final class Saved {
    private Saved() {}

    /// @param index the run that has just been settled, or not
    static Turn told(Turn turn, Plan plan, int index, Moment moment) {
        Rollback r = turn.rollback();
        if (!evidence(plan, r.runs().get(index))) {
            return turn;
        }
        List<String> items = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (StepRun run : r.runs()) {
            if (!evidence(plan, run)) {
                continue;
            }
            switch (run.state()) {
                case StepState.Done _ -> items.add(run.name());
                case StepState.Skipped(String why, _) -> missing.add(run.name() + ": " + why);
                case StepState.Waiting _,
                        StepState.Intended _,
                        StepState.Doubtful _,
                        StepState.Stuck _,
                        StepState.Failed _ -> {
                    return turn;
                }
            }
        }
        return turn.tells(new EvidenceSaved(r.incident(), r.id(), items, missing, moment.now()));
    }

    private static boolean evidence(Plan plan, StepRun run) {
        Group group = plan.steps().get(run.step()).group();
        return !run.undo() && group != null && group.name().equals(Group.EVIDENCE);
    }
}
