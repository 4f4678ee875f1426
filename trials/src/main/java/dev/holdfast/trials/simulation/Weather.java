package dev.holdfast.trials.simulation;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.IncidentEvent.Authority;
import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.decision.domain.policy.Mode;
import dev.holdfast.trials.simulation.Broker.Lane;

import java.time.Duration;
import java.util.List;

/// What happens to the house from outside: releases, some of them bad, and troubles.
final class Weather {
    private static final Duration OCCASION = Duration.ofSeconds(10);
    private static final List<String> FILES =
            List.of(
                    "triggers.yml",
                    "decisions.yml",
                    "runbooks.yml",
                    "checks.yml",
                    "notifications.yml");

    private final Simulation simulation;
    private final Chance chance;
    private final int fleet;
    private boolean over;
    private int versions = 1;
    private int forged;

    Weather(Simulation simulation, int fleet) {
        this.simulation = simulation;
        this.chance = simulation.chance();
        this.fleet = fleet;
    }

    /// The first release runs, and is declared to have held.
    void begins(Plant plant) {
        simulation.deploys(plant.scope(), "v1");
        simulation.people().declaresHeld(plant.scope(), "v1");
        simulation.after(chance.seconds(30, 90), () -> release(plant));
    }

    private void release(Plant plant) {
        if (over) {
            return;
        }
        String version = "v" + ++versions;
        double share = (1 + chance.below(9)) / 10.0;
        switch (chance.below(6)) {
            case 0 -> {}
            case 1 ->
                    simulation.after(
                            chance.seconds(10, 60),
                            () -> plant.fails(version, share, simulation.now()));
            case 2 -> {
                plant.fails(version, 0.2, simulation.now());
                simulation.after(
                        chance.seconds(10, 90), () -> plant.fails(version, 0.9, simulation.now()));
            }
            default -> plant.fails(version, share, simulation.now());
        }
        simulation.deploys(plant.scope(), version);
        simulation.after(chance.seconds(30, 200), () -> release(plant));
    }

    void blows() {
        if (over) {
            return;
        }
        Faults faults = simulation.faults();
        Scope scope = chance.of(simulation.scopes());
        Plant plant = simulation.plant(scope);
        if (chance.oneIn(faults.cut())) {
            cut();
        }
        if (chance.oneIn(faults.clockJump())) {
            Duration by = Duration.ofSeconds(chance.below(1200) - 600);
            simulation.note("the detector's clock jumps by " + by);
            simulation.detector().jumps(by);
        }
        if (chance.oneIn(faults.silence())) {
            plant.silent(true, simulation.now());
            simulation.after(chance.seconds(20, 200), () -> plant.silent(false, simulation.now()));
        }
        if (chance.oneIn(faults.halt())) {
            halt(scope);
        }
        if (chance.oneIn(faults.reload())) {
            reload(scope);
        }
        if (chance.oneIn(faults.forgery())) {
            forge(scope);
        }
        if (chance.oneIn(40)) {
            simulation.people().asksForRollback(scope, chance.of(SystemPack.PEOPLE));
        }
        if (chance.oneIn(60)) {
            plant.failsEverywhere(0.3, simulation.now());
            simulation.after(
                    chance.seconds(30, 240), () -> plant.failsEverywhere(0, simulation.now()));
        }
        if (chance.oneIn(60)) {
            simulation.people().setsMode(scope, chance.of(List.of(Mode.values())));
        }
        simulation.after(OCCASION, this::blows);
    }

    private void cut() {
        Duration time = chance.seconds(1, 90);
        int whom = chance.below(simulation.rooms().size() + 1);
        if (whom == simulation.rooms().size()) {
            // Longer than a trigger is known: what was said before is old news when it comes.
            Duration longer = time.multipliedBy(2);
            simulation.note("trigger-detector is cut off for " + longer);
            simulation.detector().cut(longer);
            return;
        }
        Room room = simulation.rooms().get(whom);
        boolean database = chance.oneIn(2);
        boolean broker = !database || chance.oneIn(2);
        simulation.note(
                "%s is cut off for %s: database %s, broker %s"
                        .formatted(room.desk().service(), time, database, broker));
        room.cut(database, broker, time);
    }

    private void halt(Scope scope) {
        String reach = chance.oneIn(3) ? "*" : scope.key();
        simulation.note("halt of " + reach);
        simulation.people().halts(true, reach);
        simulation.after(chance.seconds(5, 150), () -> simulation.people().halts(false, reach));
    }

    private void reload(Scope scope) {
        SystemPack next = SystemPack.by(chance, fleet);
        if (chance.oneIn(2)) {
            simulation.note("a bad pack for " + scope);
            simulation.apply(SystemPack.bad(next.files(scope.system(), "bad"), chance.of(FILES)));
        } else {
            simulation.note("another pack for %s: %s".formatted(scope, next));
            simulation.apply(scope, next, "version " + chance.below(1_000_000));
        }
    }

    /// An order that nobody gave: without authority, for another plan, or long past its time.
    private void forge(Scope scope) {
        PlanReady plan = null;
        for (Envelope<Event> e : simulation.broker().lane(new Lane(Topic.ROLLBACKS, scope))) {
            if (e.data() instanceof PlanReady p) {
                plan = p;
            }
        }
        if (plan == null) {
            return;
        }
        int kind = chance.below(3);
        Authority authority =
                kind == 0 ? new Authority(null, List.of()) : new Authority("forged", List.of());
        RollbackOrdered order =
                new RollbackOrdered(
                        plan.incident(),
                        plan.rollback(),
                        kind == 1 ? "0".repeat(64) : plan.hash(),
                        plan.from(),
                        plan.to(),
                        authority,
                        simulation.now().plusSeconds(kind == 2 ? -1 : 60),
                        "forged",
                        simulation.now());
        simulation
                .broker()
                .append(
                        Topic.INCIDENTS,
                        new Envelope<>(
                                "forged-" + ++forged,
                                scope,
                                simulation.now(),
                                Simulation.FORGED,
                                plan.incident(),
                                null,
                                null,
                                null,
                                order));
    }

    void ends() {
        over = true;
        simulation.detector().jumps(Duration.ZERO);
        for (Scope scope : simulation.scopes()) {
            simulation.plant(scope).silent(false, simulation.now());
            simulation.plant(scope).failsEverywhere(0, simulation.now());
            simulation.people().halts(false, scope.key());
        }
        simulation.people().halts(false, "*");
    }
}
