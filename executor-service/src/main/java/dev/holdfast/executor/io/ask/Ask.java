package dev.holdfast.executor.io.ask;

import dev.holdfast.executor.domain.plan.Manner;
import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Action;
import dev.holdfast.executor.flow.Call;

import java.time.Duration;
import java.util.List;

/// `ask`: a gate that a person opens by skipping the step with a reason, or closes by an abort.
public final class Ask implements Action {
    private static final Duration USUAL = Duration.ofMinutes(5);

    @Override
    public String name() {
        return "ask";
    }

    @Override
    public List<ArgumentForm> arguments() {
        return List.of(ArgumentForm.needs("question", ArgumentType.TEXT));
    }

    @Override
    public Preview plan(Call call) {
        return Preview.waiting(
                "ask a person: " + call.shown("question"), Repeat.MANUAL, Manner.ASK, USUAL);
    }
}
