package dev.holdfast.verifier.io.metrics;

import dev.holdfast.verifier.domain.check.AlertCheck;
import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.io.probe.Asker;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import java.time.InstantSource;

/// Asks our own detector for its rules and which of them fire.
public record OwnAlertsAsker(Detector detector, InstantSource clock)
        implements Asker<AlertCheck.OwnAlerts> {
    private static final int LARGEST = 4 << 20;

    @Override
    public Answer ask(AlertCheck.OwnAlerts q, Terms terms) throws Unusable {
        String path = "/systems/" + q.scope() + "/api/v1/rules?type=alert";
        return new AlertCheck.Rules(detector.get(path, LARGEST, terms), clock.instant());
    }
}
