package dev.holdfast.trials.simulation;

import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.IncidentEvent.ApprovalRequested;
import dev.holdfast.backbone.events.IncidentEvent.IncidentEscalated;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.decision.domain.incident.Person;
import dev.holdfast.decision.domain.policy.Mode;
import dev.holdfast.decision.flow.Answer;
import dev.holdfast.decision.flow.Command;
import dev.holdfast.decision.flow.Commands;
import dev.holdfast.executor.flow.KillSwitch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Those who are asked: they answer soon or late or never, agree or not, have read an older plan, are
/// not entitled, ask for rollbacks themselves, throw the kill switch, and try again when no answer
/// comes.
final class People {
    private static final int TRIES = 6;

    private final Simulation simulation;
    private final boolean absent;

    /// What each has really agreed to: by incident, the plan they had read.
    private final Map<String, Set<String>> agreed = new HashMap<>();

    /// Who has really asked for a rollback of each system.
    private final Map<Scope, Set<String>> askers = new HashMap<>();

    private final Map<String, List<String>> plansSeen = new HashMap<>();
    private int said;

    People(Simulation simulation) {
        this.simulation = simulation;
        this.absent = simulation.chance().oneIn(5);
    }

    boolean hasAgreed(String person, String incident, String plan) {
        return agreed.getOrDefault(incident + "|" + plan, Set.of()).contains(person);
    }

    boolean hasAsked(String person, Scope scope) {
        return askers.getOrDefault(scope, Set.of()).contains(person);
    }

    void sees(Scope scope, Event event) {
        switch (event) {
            case ApprovalRequested asked -> asked(scope, asked);
            case IncidentEscalated e -> escalated(scope, e);
            default -> {}
        }
    }

    private void asked(Scope scope, ApprovalRequested asked) {
        List<String> seen = plansSeen.computeIfAbsent(asked.incident(), _ -> new ArrayList<>());
        seen.add(asked.planHash());
        if (absent) {
            return;
        }
        int answers = 1 + simulation.chance().below(3);
        for (int i = 0; i < answers; i++) {
            String person = simulation.chance().of(SystemPack.PEOPLE);
            simulation.after(
                    simulation.chance().seconds(1, 150),
                    () -> answer(scope, asked, person, simulation.chance().of(seen)));
        }
    }

    private void answer(Scope scope, ApprovalRequested asked, String person, String read) {
        if (simulation.chance().oneIn(8)) {
            says(scope, person, new Command.Deny(asked.incident(), "not now"));
            return;
        }
        agreed.computeIfAbsent(asked.incident() + "|" + read, _ -> new HashSet<>()).add(person);
        says(scope, person, new Command.Approve(asked.incident(), "looks right", read));
    }

    private void escalated(Scope scope, IncidentEscalated e) {
        if (absent || simulation.chance().oneIn(3)) {
            return;
        }
        simulation.after(
                simulation.chance().seconds(5, 200),
                () -> {
                    String person = simulation.chance().of(SystemPack.PEOPLE);
                    switch (simulation.chance().below(4)) {
                        case 0 -> asksForRollback(scope, person);
                        case 1 ->
                                says(
                                        scope,
                                        person,
                                        new Command.Abort(e.incident(), "we take over"));
                        default ->
                                says(scope, person, new Command.Close(e.incident(), "seen to it"));
                    }
                });
    }

    void asksForRollback(Scope scope, String person) {
        askers.computeIfAbsent(scope, _ -> new HashSet<>()).add(person);
        says(scope, person, new Command.Rollback("I do not like it", null, null));
    }

    void setsMode(Scope scope, Mode mode) {
        says(scope, "ada", new Command.SetMode(mode, "as agreed"));
    }

    void declaresHeld(Scope scope, String version) {
        says(scope, "ada", new Command.DeclareHeld("backend", version, "it ran for weeks"));
    }

    /// Says it until there is an answer, with the same idempotency key.
    private void says(Scope scope, String person, Command command) {
        says(scope, person, command, "said-" + ++said, TRIES);
    }

    private void says(Scope scope, String person, Command command, String key, int tries) {
        List<Answer> answers = new ArrayList<>();
        Room room = simulation.decision();
        room.alive(() -> {
            Command heard = bound(scope, command);
            answers.add(
                    new Commands(room, Simulation.POLICIES)
                            .give(scope, new Person(person, List.of()), heard, key));
        });
        boolean lost = answers.isEmpty() || simulation.chance().oneIn(6);
        if (lost && tries > 0) {
            simulation.after(
                    Duration.ofSeconds(2), () -> says(scope, person, command, key, tries - 1));
        }
    }

    /// A mutant takes the newest plan for the one that was read.
    private Command bound(Scope scope, Command command) {
        if (command instanceof Command.Approve a && simulation.is(Mutant.APPROVAL_NOT_BOUND)) {
            String newest = simulation.promises().newestPlan(scope);
            return new Command.Approve(a.incident(), a.reason(), newest);
        }
        return command;
    }

    /// Throws the kill switch, or lifts it; until the executor has heard it.
    void halts(boolean on, String reach) {
        List<Boolean> done = new ArrayList<>();
        Room executor = simulation.executor();
        executor.alive(() -> {
            var _ = new KillSwitch(executor).set(on, reach, "ada", "we look first");
            done.add(true);
        });
        if (done.isEmpty()) {
            simulation.after(Duration.ofSeconds(1), () -> halts(on, reach));
        }
    }
}
