package dev.holdfast.executor.domain.plan;

import dev.holdfast.executor.domain.runbook.Condition;
import dev.holdfast.executor.domain.runbook.Group;
import dev.holdfast.executor.domain.runbook.Retry;
import dev.holdfast.executor.domain.runbook.StepTraits;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/// One step of a plan.
///
/// @param skipped why it will not be done at all; null for a step that will
/// @param when decided when the step is reached, since it rests on outputs; null for always
public record StepPlan(
        String name,
        @Nullable String skipped,
        Condition.@Nullable Filled when,
        List<WayPlan> ways,
        Duration timeout,
        Retry retry,
        StepTraits traits) {
    public StepPlan {
        ways = List.copyOf(ways);
    }

    /// The first way that can work now, or the first of all when none can.
    public int firstWay() {
        for (int i = 0; i < ways.size(); i++) {
            if (ways.get(i).usable()) {
                return i;
            }
        }
        return 0;
    }

    /// What stands in the way of every way; empty when one is free, or when it goes on without.
    public List<String> obstacles() {
        if (skipped != null || traits.optional() || ways.stream().anyMatch(WayPlan::usable)) {
            return List.of();
        }
        return ways.stream()
                .flatMap(w -> w.preview().obstacles().stream())
                .map(o -> "step '%s': %s".formatted(name, o))
                .toList();
    }

    public WayPlan usual() {
        return ways.get(firstWay());
    }

    StepPlan by(List<WayPlan> others) {
        return new StepPlan(name, skipped, when, others, timeout, retry, traits);
    }

    public @Nullable Group group() {
        return traits.group();
    }

    public boolean undo() {
        return traits.undo();
    }
}
