package dev.holdfast.trials.story;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.flow.EffectAction;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The executor's hand in the [World]: looking tells whether the version was switched.
record SwitchVersion(World world) implements EffectAction {
    @Override
    public String name() {
        return "world.switch";
    }

    @Override
    public List<ArgumentForm> arguments() {
        return List.of(ArgumentForm.needs("to", ArgumentType.TEXT));
    }

    @Override
    public Preview plan(Call call) {
        return Preview.of("switch to " + call.shown("to"), Repeat.CHECKABLE, Duration.ofSeconds(1))
                .moving(Map.of("running", world.running()), Map.of("running", call.text("to")));
    }

    @Override
    public String target(Call call) {
        return "world";
    }

    @Override
    public Finding apply(Call call, Effect effect) {
        world.rollsBack(new World.Effect(effect.key(), effect.epoch(), call.text("to")));
        return new Finding.Done("switched to " + call.text("to"));
    }

    @Override
    public Finding observe(Call call, Effect effect) {
        return world.running().equals(call.text("to"))
                ? new Finding.Done("runs " + world.running())
                : new Finding.NotDone("runs " + world.running(), "");
    }
}
