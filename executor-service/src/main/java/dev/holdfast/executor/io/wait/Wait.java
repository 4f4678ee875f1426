package dev.holdfast.executor.io.wait;

import dev.holdfast.executor.domain.plan.Manner;
import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Action;
import dev.holdfast.executor.flow.Call;

import java.time.Duration;
import java.util.List;

/// `wait`: lets time pass, over a crash too.
public final class Wait implements Action {
    @Override
    public String name() {
        return "wait";
    }

    @Override
    public List<ArgumentForm> arguments() {
        return List.of(ArgumentForm.needs("for", ArgumentType.DURATION));
    }

    @Override
    public Preview plan(Call call) {
        Duration time = call.duration("for", Duration.ZERO);
        return Preview.waiting("wait " + call.shown("for"), Repeat.IDEMPOTENT, Manner.PAUSE, time);
    }
}
