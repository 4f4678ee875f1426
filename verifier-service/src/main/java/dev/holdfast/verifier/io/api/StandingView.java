package dev.holdfast.verifier.io.api;

import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.verifier.flow.Shelves.StandingResult;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/// The last run of a standing check.
public record StandingView(
        String scope,
        String check,
        Verdict verdict,
        String finding,
        @Nullable Double value,
        Duration every,
        Duration took,
        Instant since,
        Instant at,
        String evidence) {

    static StandingView of(String scope, StandingResult r) {
        return new StandingView(
                scope,
                r.check(),
                r.finding().verdict(),
                r.finding().says(),
                r.finding().measured(),
                r.every(),
                r.took(),
                r.since(),
                r.at(),
                r.evidence());
    }
}
