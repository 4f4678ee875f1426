package dev.holdfast.verifier.domain.check;

import dev.holdfast.backbone.events.Verdict;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.Collectors;

/// One of three honest answers, in one sentence with the values.
///
/// @param measured the number that decided, where there is one: the detector reads it as a series
public record Finding(Verdict verdict, String says, @Nullable Double measured) {
    private static final int LONGEST = 1_000;

    public Finding {
        says = Evidence.cut(Masking.mask(Evidence.cut(says, 2 * LONGEST)), LONGEST);
    }

    public static Finding passed(String says) {
        return new Finding(Verdict.PASSED, says, null);
    }

    public static Finding failed(String says) {
        return new Finding(Verdict.FAILED, says, null);
    }

    public static Finding inconclusive(String says) {
        return new Finding(Verdict.INCONCLUSIVE, says, null);
    }

    public Finding measuring(@Nullable Double value) {
        return new Finding(verdict, says, value);
    }

    /// What nothing answered to: never a pass, and never a failure either.
    public static Finding unanswered(Answer.None none) {
        return inconclusive(none.says());
    }

    /// All must hold: one failure fails, else one that could not be measured leaves it open.
    /// Throws `IllegalArgumentException` for no findings at all, since nothing proves nothing.
    public static Finding all(List<Finding> parts) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("No finding to combine");
        }
        for (Verdict v : List.of(Verdict.FAILED, Verdict.INCONCLUSIVE)) {
            List<Finding> bad = parts.stream().filter(p -> p.verdict == v).toList();
            if (!bad.isEmpty()) {
                return joined(v, bad);
            }
        }
        return joined(Verdict.PASSED, parts);
    }

    private static Finding joined(Verdict verdict, List<Finding> parts) {
        String says = parts.stream().map(Finding::says).collect(Collectors.joining("; "));
        Double measured = null;
        for (Finding part : parts) {
            measured = measured == null ? part.measured : measured;
        }
        return new Finding(verdict, says, measured);
    }
}
