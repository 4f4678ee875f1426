package dev.holdfast.detector.domain.differential;

import dev.holdfast.detector.domain.promql.Dialect;
import dev.holdfast.detector.domain.promql.Expr;
import dev.holdfast.detector.domain.promql.Parser;
import dev.holdfast.detector.domain.promql.PromqlException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Whether another answer than ours is as right as ours. There are two reasons, and both are tried, not assumed:
///
///     order       promtool 2 loads series in the order of a Go map, another in each run. So the last digit of a
///                 floating sum, mean or variance and which of equal elements `topk` keeps are a matter of luck, and
///                 `floor`, `%` or `count_values` make much of it. Some order of the series must give the answer.
///     last digit  Go and Java differ in the last digits of exp, ln, log2, log10, ^ and atan2. Where one of them is
///                 asked, moving its result by a few last digits must give each element of the answer.
final class EquallyRight {

    enum Reason {
        ORDER,
        LAST_DIGIT,
        NONE
    }

    private static final int TRIES = 300;
    private static final double TOLERANCE = 1e-9;
    private static final double NOTHING = 1e-7;

    private EquallyRight() {}

    static Reason reason(
            List<RandomCase.Written> series, String text, long at, Promtool.Answer theirs) {
        Expr expr;
        try {
            expr = Parser.parse(text);
        } catch (PromqlException _) {
            return Reason.NONE;
        }
        var random = new Random(series.hashCode());
        var shuffled = new ArrayList<>(series);
        for (int i = 0; i < TRIES; i++) {
            Collections.shuffle(shuffled, random);
            var ours = new Ours(shuffled, Dialect.PROMQL_2);
            if (Ours.same(theirs, ours.exact(expr, at), TOLERANCE)) {
                return Reason.ORDER;
            }
        }
        return LastDigits.in(expr) && byLastDigits(series, expr, at, theirs, random)
                ? Reason.LAST_DIGIT
                : Reason.NONE;
    }

    /// Each element of their answer must be in one of ours, and what is in all of ours must be in theirs.
    private static boolean byLastDigits(
            List<RandomCase.Written> series,
            Expr expr,
            long at,
            Promtool.Answer theirs,
            Random random) {
        var shuffled = new ArrayList<>(series);
        var digits = new LastDigits(random);
        Map<String, Double> missing = new HashMap<>(theirs.samples());
        var always = new ArrayList<String>();
        boolean failed = false;
        for (int i = 0; i < TRIES; i++) {
            Collections.shuffle(shuffled, random);
            Promtool.Answer answer =
                    new Ours(shuffled, Dialect.PROMQL_2).exact(digits.moved(expr), at);
            failed |= !answer.error().isEmpty();
            missing.entrySet().removeIf(e -> has(answer, e.getKey(), e.getValue()));
            if (i == 0) {
                always.addAll(answer.samples().keySet());
            } else {
                always.retainAll(answer.samples().keySet());
            }
        }
        return theirs.error().isEmpty()
                ? missing.isEmpty() && theirs.samples().keySet().containsAll(always)
                : failed;
    }

    /// What is nearly nothing on both sides (the logarithm of nearly 1, the root of it) is all rounding.
    private static boolean has(Promtool.Answer answer, String labels, double value) {
        Double ours = answer.samples().get(labels);
        return Ours.has(answer, labels, value, TOLERANCE)
                || (ours != null && Math.abs(ours) < NOTHING && Math.abs(value) < NOTHING);
    }
}
