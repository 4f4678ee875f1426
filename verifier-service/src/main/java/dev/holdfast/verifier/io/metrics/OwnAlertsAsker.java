package dev.holdfast.verifier.io.metrics;

import dev.holdfast.verifier.domain.check.AlertCheck;
import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.io.probe.Asker;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

/// Asks our own detector which triggers stand.
public record OwnAlertsAsker(Detector detector) implements Asker<AlertCheck.OwnAlerts> {
    private static final int LARGEST = 1 << 20;

    @Override
    public Answer ask(AlertCheck.OwnAlerts q, Terms terms) throws Unusable {
        return detector.get("/systems/" + q.scope() + "/api/v1/alerts", LARGEST, terms);
    }
}
