package dev.holdfast.executor.domain.rollback;

import dev.holdfast.executor.domain.rollback.StepState.Done;
import dev.holdfast.executor.domain.rollback.StepState.Failed;
import dev.holdfast.executor.domain.rollback.StepState.Skipped;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.Stream;

/// A step of a running rollback, or the undoing of one.
///
/// @param step the step of the plan, from 0
/// @param undo true when the step is being undone
/// @param maybe ways given up that may have been done all the same; null for none
public record StepRun(
        String name, int step, boolean undo, StepState state, @Nullable List<Integer> maybe) {
    StepRun(String name, int step, boolean undo, StepState state) {
        this(name, step, undo, state, null);
    }

    /// What was said of one way says nothing of the next.
    StepRun in(StepState next) {
        return next instanceof StepState.Waiting w && w.mayBeDone() && w.way() != way()
                ? new StepRun(
                        name,
                        step,
                        undo,
                        w.untouched(),
                        Stream.concat(earlier(), Stream.of(way())).distinct().toList())
                : new StepRun(name, step, undo, next, maybe);
    }

    /// Ways given up that may have been done all the same.
    Stream<Integer> earlier() {
        return maybe == null ? Stream.of() : maybe.stream();
    }

    /// Whether nobody knows of some way that was given up.
    boolean doubted() {
        return earlier().findAny().isPresent();
    }

    private int way() {
        return switch (state) {
            case StepState.Waiting w -> w.way();
            case StepState.Intended i -> i.way();
            case StepState.Doubtful d -> d.way();
            case StepState.Stuck s -> s.way();
            case Done d -> d.way();
            case Failed f -> f.way();
            case Skipped _ -> -1;
        };
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
