package dev.holdfast.executor.domain.rollback;

import dev.holdfast.executor.domain.plan.WayPlan;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/// What is to be done next about a rollback, after everything so far is written.
public sealed interface Todo {
    /// Something to do with a target.
    sealed interface Touch extends Todo {
        int run();

        Effect effect();
    }

    /// Its intent is journalled: do it, then tell [Outcomes] what was found.
    record Do(int run, boolean undo, WayPlan way, Effect effect) implements Touch {}

    /// Look at the target, then tell [Outcomes] what was seen.
    record Look(int run, boolean undo, WayPlan way, Effect effect) implements Touch {}

    /// Side by side; the run goes on when all of them are over.
    record All(List<Touch> touches) implements Todo {
        public All {
            touches = List.copyOf(touches);
        }
    }

    /// Go on at once.
    record GoOn() implements Todo {}

    /// Nothing before this time.
    record Rest(Instant until) implements Todo {}

    /// Nothing at all until somebody asks; a timer stands at its deadline.
    record Nothing() implements Todo {}

    /// What is to be done when each of these is.
    static Todo joined(List<Todo> todos) {
        List<Touch> touches =
                todos.stream().filter(Touch.class::isInstance).map(Touch.class::cast).toList();
        if (!touches.isEmpty()) {
            return touches.size() == 1 ? touches.getFirst() : new All(touches);
        }
        if (todos.stream().anyMatch(GoOn.class::isInstance)) {
            return new GoOn();
        }
        return todos.stream()
                .filter(Rest.class::isInstance)
                .map(Rest.class::cast)
                .min(Comparator.comparing(Rest::until))
                .<Todo>map(r -> r)
                .orElseGet(Nothing::new);
    }
}
