package dev.holdfast.detector.domain.engine;

import dev.holdfast.detector.domain.exact.ExactEvaluator;
import dev.holdfast.detector.domain.promql.Expr;
import dev.holdfast.detector.domain.rules.Rule;
import dev.holdfast.detector.domain.rules.RuleGroup;
import dev.holdfast.detector.domain.rules.RulePack;

/// How far back rules look, milliseconds.
final class Reach {

    private Reach() {}

    static long of(RulePack pack) {
        long longest = 0;
        for (RuleGroup group : pack.groups()) {
            for (Rule rule : group.rules()) {
                longest = Math.max(longest, group.queryOffset() + of(rule.expr()));
            }
        }
        return longest;
    }

    static long of(Expr expr) {
        long inside = expr.children().stream().mapToLong(Reach::of).max().orElse(0);
        return switch (expr) {
            case Expr.Selector s -> ExactEvaluator.LOOKBACK + Math.max(0, s.shift().offset());
            case Expr.Range r -> inside + r.range();
            case Expr.Subquery s -> inside + s.range() + Math.max(0, s.shift().offset());
            default -> inside;
        };
    }
}
