package dev.holdfast.executor.domain.rollback;

import dev.holdfast.executor.domain.plan.WayPlan;

import java.time.Instant;

/// What is to be done next about a rollback, after everything so far is written.
public sealed interface Todo {
    /// Its intent is journalled: do it, then tell [Outcomes] what was found.
    record Do(int run, boolean undo, WayPlan way, Effect effect) implements Todo {}

    /// Look at the target, then tell [Outcomes] what was seen.
    record Look(int run, boolean undo, WayPlan way, Effect effect) implements Todo {}

    /// Go on at once.
    record GoOn() implements Todo {}

    /// Nothing before this time.
    record Rest(Instant until) implements Todo {}

    /// Nothing at all until somebody asks; a timer stands at its deadline.
    record Nothing() implements Todo {}
}
