package dev.holdfast.trials.simulation;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.VerificationEvent.VerificationPassed;
import dev.holdfast.backbone.events.VerificationRequested;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// 6: no data is not health, and a target's word is no proof. What passes was true in the world.
final class Proofs {
    private static final Duration SETTLED = Duration.ofSeconds(60);

    /// A value that holds is there at the beginning and at the end.
    private static final int HELD = 2;

    private final Simulation simulation;
    private final Map<String, Release> asked = new HashMap<>();
    private final Map<String, Integer> measuredBefore = new HashMap<>();
    private final Map<Scope, Integer> measured = new HashMap<>();

    Proofs(Simulation simulation) {
        this.simulation = simulation;
    }

    /// The metrics of a system were asked for, and there really were some.
    void measured(Scope scope) {
        measured.merge(scope, 1, Integer::sum);
    }

    void written(Envelope<Event> event) {
        if (event.data() instanceof VerificationRequested r) {
            measuredBefore.put(r.verification(), measured.getOrDefault(event.scope(), 0));
        }
        switch (event.data()) {
            case VerificationRequested r when r.release() != null ->
                    asked.put(r.verification(), r.release());
            case VerificationPassed p -> passed(event.scope(), p);
            default -> {}
        }
    }

    private void passed(Scope scope, VerificationPassed p) {
        Plant plant = simulation.plant(scope);
        Release wanted = asked.get(p.verification());
        Instant settled = plant.changedAt().plus(SETTLED);
        boolean quick = p.stage().equals("quick");
        int times =
                measured.getOrDefault(scope, 0) - measuredBefore.getOrDefault(p.verification(), 0);
        if (!quick && times < HELD) {
            throw new Broken(
                    "6 no data is not health",
                    "%s, and of %s there were metrics %d times since it was asked for"
                            .formatted(p, scope, times));
        }
        if (wanted == null || simulation.now().isBefore(settled)) {
            return; // the world changed while it was looked at
        }
        if (!plant.running().equals(wanted.version())) {
            throw new Broken(
                    "6 proof",
                    "%s passed for %s, but %s runs since %s"
                            .formatted(
                                    p.verification(), wanted, plant.running(), plant.changedAt()));
        }
        if (!quick && plant.silentFor(simulation.now()).compareTo(SETTLED) > 0) {
            throw new Broken(
                    "6 no data is not health", "%s while %s is silent".formatted(p, scope));
        }
        if (!quick
                && plant.share() > 0.1
                && plant.sickFor(simulation.now()).compareTo(SETTLED) > 0) {
            throw new Broken(
                    "6 proof", "%s while %.2f of %s fail".formatted(p, plant.share(), scope));
        }
    }
}
