package dev.holdfast.trials.simulation;

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

/// The executor's hand in a [Plant]. A target may be slow, refuse, lose the question or the answer,
/// or say done without doing; the executor may freeze or die around the touch.
///
/// `switch` and `wipe` meet a target that checks key and epoch; `count` meets one that only remembers
/// what it was asked, so that looking helps but nothing stops a second effect.
record PlantAction(Simulation simulation, Kind kind) implements EffectAction {
    enum Kind {
        SWITCH,
        COUNT,
        WIPE
    }

    @Override
    public String name() {
        return switch (kind) {
            case SWITCH -> "plant.switch";
            case COUNT -> "plant.count";
            case WIPE -> "plant.wipe";
        };
    }

    @Override
    public List<ArgumentForm> arguments() {
        return kind == Kind.SWITCH
                ? List.of(ArgumentForm.needs("to", ArgumentType.TEXT))
                : List.of();
    }

    @Override
    public Preview plan(Call call) {
        Preview preview = Preview.of(does(call, true), Repeat.CHECKABLE, Duration.ofSeconds(1));
        return switch (kind) {
            case SWITCH ->
                    preview.moving(
                            Map.of("running", plant(call).running()),
                            Map.of("running", call.text("to")));
            case COUNT -> preview;
            case WIPE -> preview.losing("orders since the last backup");
        };
    }

    private String does(Call call, boolean shown) {
        return switch (kind) {
            case SWITCH -> "switch to " + (shown ? call.shown("to") : call.text("to"));
            case COUNT -> "count once";
            case WIPE -> "restore the backup";
        };
    }

    @Override
    public String target(Call call) {
        return call.scope().key();
    }

    private Plant plant(Call call) {
        return simulation.plant(call.scope());
    }

    @Override
    public Finding apply(Call call, Effect effect) {
        Chance chance = simulation.chance();
        Faults faults = simulation.faults();
        if (chance.oneIn(faults.freeze())) {
            simulation.holderPauses(chance.millis(100, 15_000), true);
        }
        if (chance.oneIn(faults.slow())) {
            simulation.holderPauses(chance.millis(500, 9_000), false);
        }
        if (chance.oneIn(faults.refusal())) {
            return new Finding.NotDone("the target says no", "");
        }
        if (chance.oneIn(faults.lostRequest())) {
            return lost("no answer");
        }
        if (kind == Kind.SWITCH && chance.oneIn(faults.lie())) {
            simulation.note(call.scope() + " lies about " + effect.key());
            return new Finding.Done("so it says");
        }
        Finding done = touch(call, effect);
        if (chance.oneIn(faults.crash())) {
            throw new Crash("after an effect on " + call.scope());
        }
        return chance.oneIn(faults.lostAnswer()) ? lost("the answer was lost") : done;
    }

    private Finding lost(String why) {
        return simulation.is(Mutant.LOST_IS_UNDONE)
                ? new Finding.NotDone(why, "")
                : new Finding.Unsure(why, "");
    }

    private Finding touch(Call call, Effect effect) {
        Plant plant = plant(call);
        String does = does(call, false);
        boolean checks = kind != Kind.COUNT && !simulation.is(Mutant.NO_FENCING);
        if (checks && !plant.admits(effect.epoch())) {
            return new Finding.NotTried("another executor was here at a later epoch");
        }
        if (checks && !plant.firstTime(effect.key())) {
            return new Finding.Done("was done before");
        }
        simulation.promises().touched(call, effect, does, kind);
        switch (kind) {
            case SWITCH -> plant.runs(call.text("to"), simulation.now());
            case COUNT -> plant.counts(effect.key());
            case WIPE -> {}
        }
        return new Finding.Done(does);
    }

    @Override
    public Finding observe(Call call, Effect effect) {
        if (simulation.is(Mutant.BLIND_REPEAT)) {
            return new Finding.NotDone("not looked at", "");
        }
        if (simulation.chance().oneIn(simulation.faults().lostAnswer())) {
            return new Finding.Unsure("the target cannot be seen", "");
        }
        Plant plant = plant(call);
        boolean there =
                switch (kind) {
                    case SWITCH -> plant.running().equals(call.text("to"));
                    case COUNT -> plant.counted(effect.key());
                    case WIPE -> plant.knows(effect.key());
                };
        return there
                ? new Finding.Done("seen: " + does(call, false))
                : new Finding.NotDone("not seen", "");
    }
}
