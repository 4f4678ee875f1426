package dev.holdfast.executor.io.verify;

import dev.holdfast.executor.domain.plan.Manner;
import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Action;
import dev.holdfast.executor.flow.Call;

import java.time.Duration;
import java.util.List;

/// `verify`: asks verifier-service for a stage of `checks.yml` and waits for its verdict. No verdict
/// by the time-out is no pass.
public final class Verify implements Action {
    private static final Duration USUAL = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "verify";
    }

    @Override
    public List<ArgumentForm> arguments() {
        return List.of(ArgumentForm.needs("stage", ArgumentType.TEXT));
    }

    @Override
    public Preview plan(Call call) {
        return Preview.waiting(
                "ask the verifier for stage " + call.shown("stage"),
                Repeat.IDEMPOTENT,
                Manner.VERIFY,
                USUAL);
    }
}
