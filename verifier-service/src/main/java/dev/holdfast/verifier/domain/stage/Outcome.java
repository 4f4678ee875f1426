package dev.holdfast.verifier.domain.stage;

import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.verifier.domain.check.Evidence;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// How a verification ended.
public record Outcome(Verdict verdict, String summary, List<CheckResult> results, Instant at) {
    private static final int LONGEST = 2_000;

    public Outcome {
        results = List.copyOf(results);
        summary = Evidence.cut(summary, LONGEST);
    }

    static Outcome of(List<CheckResult> results, @Nullable Double score, Instant at) {
        return new Outcome(
                Combination.of(results, score), Combination.summary(results, score), results, at);
    }

    /// When not even the checks are known.
    static Outcome unknown(String why, Instant at) {
        return new Outcome(Verdict.INCONCLUSIVE, why, List.of(), at);
    }
}
