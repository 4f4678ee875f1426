package dev.holdfast.executor.domain.rollback;

import dev.holdfast.executor.domain.plan.Plan;
import dev.holdfast.executor.domain.runbook.StepTraits;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What runs close to the world (writes, visitors) and open again.
public final class Closures {
    private Closures() {}

    /// What the run has closed and not opened again, in words. What may have been closed counts.
    static List<String> standing(Rollback r, Plan plan) {
        List<String> standing = new ArrayList<>();
        for (int i = 0; i < r.runs().size(); i++) {
            StepRun run = r.runs().get(i);
            String closes = traits(plan, run).closes();
            if (closes != null && mayBeDone(run.state()) && !openedAfter(r, plan, i, closes)) {
                standing.add("%s (step %s)".formatted(closes, run.name()));
            }
        }
        return standing;
    }

    /// What the run has opened.
    public static Set<String> opened(Rollback r, Plan plan) {
        Set<String> opened = new TreeSet<>();
        for (StepRun run : r.runs()) {
            String opens = traits(plan, run).opens();
            if (opens != null && !run.undo() && run.state() instanceof StepState.Done) {
                opened.add(opens);
            }
        }
        return opened;
    }

    /// What is left of what stands when some of it is opened.
    public static List<String> without(List<String> standing, Set<String> opened) {
        return standing.stream()
                .filter(s -> opened.stream().noneMatch(o -> s.startsWith(o + " (")))
                .toList();
    }

    private static boolean openedAfter(Rollback r, Plan plan, int index, String what) {
        return r.runs().subList(index + 1, r.runs().size()).stream()
                .anyMatch(run ->
                        what.equals(traits(plan, run).opens())
                                && !run.undo()
                                && run.state() instanceof StepState.Done);
    }

    private static StepTraits traits(Plan plan, StepRun run) {
        return plan.steps().get(run.step()).traits();
    }

    private static boolean mayBeDone(StepState state) {
        return switch (state) {
            case StepState.Done _, StepState.Doubtful _, StepState.Intended _, StepState.Stuck _ ->
                    true;
            case StepState.Skipped s -> s.mayBeDone();
            case StepState.Waiting w -> w.mayBeDone();
            case StepState.Failed f -> f.mayBeDone();
        };
    }
}
