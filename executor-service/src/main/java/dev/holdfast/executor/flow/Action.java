package dev.holdfast.executor.flow;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.runbook.Grammar;

/// One kind of step. What only lets time pass (wait, verify, ask) is no more than this.
public interface Action extends Grammar {
    /// What it would do now. Only reads; what stands in its way is an obstacle, not an exception.
    Preview plan(Call call);

    /// True where no data is lost by it, whatever its target would answer: then a look that took too
    /// long does not turn into a question to people.
    default boolean losesNothing() {
        return false;
    }
}
