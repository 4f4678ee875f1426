package dev.holdfast.executor.domain.rollback;

import dev.holdfast.executor.domain.rollback.StepState.Done;
import dev.holdfast.executor.domain.rollback.StepState.Failed;
import dev.holdfast.executor.domain.rollback.StepState.Skipped;

/// A step of a running rollback, or the undoing of one.
///
/// @param step the step of the plan, from 0
/// @param undo true when the step is being undone
public record StepRun(String name, int step, boolean undo, StepState state) {
    StepRun in(StepState next) {
        return new StepRun(name, step, undo, next);
    }

    /// Nothing is left to do about it. What cannot be undone does not keep the rest from it.
    boolean settled() {
        return switch (state) {
            case Done _, Skipped _ -> true;
            case Failed _ -> undo;
            case StepState.Waiting _,
                    StepState.Intended _,
                    StepState.Doubtful _,
                    StepState.Stuck _ ->
                    false;
        };
    }
}
