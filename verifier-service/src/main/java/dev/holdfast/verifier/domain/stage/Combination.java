package dev.holdfast.verifier.domain.stage;

import dev.holdfast.backbone.events.Verdict;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/// The one verdict over many.
///
/// A required check that failed fails the whole; one that is inconclusive leaves it open. Advisory
/// checks count only for the score. Where nothing is required, nothing is proven.
public final class Combination {
    private Combination() {}

    /// @param score the least part of all weight that must have passed, null for none
    public static Verdict of(List<CheckResult> results, @Nullable Double score) {
        List<CheckResult> required = results.stream().filter(CheckResult::required).toList();
        if (any(required, Verdict.FAILED)) {
            return Verdict.FAILED;
        }
        if (required.isEmpty() || any(required, Verdict.INCONCLUSIVE)) {
            return Verdict.INCONCLUSIVE;
        }
        return score == null ? Verdict.PASSED : scored(results, score);
    }

    /// Below the score: failed if what failed alone keeps it there, else nobody knows.
    private static Verdict scored(List<CheckResult> results, double score) {
        double all = weight(results, null);
        if (all <= 0) {
            return Verdict.INCONCLUSIVE;
        }
        if (weight(results, Verdict.PASSED) / all >= score) {
            return Verdict.PASSED;
        }
        boolean reachable = (all - weight(results, Verdict.FAILED)) / all >= score;
        return reachable ? Verdict.INCONCLUSIVE : Verdict.FAILED;
    }

    /// The part of all weight that passed, from 0 to 1.
    static double score(List<CheckResult> results) {
        double all = weight(results, null);
        return all <= 0 ? 0 : weight(results, Verdict.PASSED) / all;
    }

    private static double weight(List<CheckResult> results, @Nullable Verdict verdict) {
        return results.stream()
                .filter(r -> verdict == null || r.verdict() == verdict)
                .mapToDouble(CheckResult::weight)
                .sum();
    }

    private static boolean any(List<CheckResult> results, Verdict verdict) {
        return results.stream().anyMatch(r -> r.verdict() == verdict);
    }

    /// One sentence: what decided, with the findings.
    static String summary(List<CheckResult> results, @Nullable Double score) {
        StringBuilder b = new StringBuilder();
        List<CheckResult> required = results.stream().filter(CheckResult::required).toList();
        long passed = required.stream().filter(r -> r.verdict() == Verdict.PASSED).count();
        b.append("%d of %d required checks passed".formatted(passed, required.size()));
        if (score != null) {
            b.append(", score %.2f of %.2f".formatted(score(results), score));
        }
        for (CheckResult r : results) {
            if (r.verdict() != Verdict.PASSED) {
                b.append("; ").append(r.required() ? "" : "advisory ").append(r.check());
                b.append(' ').append(r.verdict().name().toLowerCase(Locale.ROOT));
                b.append(" (").append(r.finding().says()).append(')');
            }
        }
        return b.toString();
    }
}
