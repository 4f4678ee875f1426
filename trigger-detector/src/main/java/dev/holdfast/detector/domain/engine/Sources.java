package dev.holdfast.detector.domain.engine;

import dev.holdfast.detector.domain.exact.ExactEvaluator;
import dev.holdfast.detector.domain.promql.Expr;
import dev.holdfast.detector.domain.promql.Function;
import dev.holdfast.detector.domain.series.LabelMatcher;
import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.window.SeriesStore;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The metrics that a rule rests on: that it does not fire means something only while they speak, and all
/// of those without which it could not fire.
///
/// Asked is by name alone, since errors that never happened have no series, and that is health. Series of
/// what Holdfast itself looks at (`up`, `holdfast_check_…`) are always there while it looks, so they are
/// asked by their labels. Signals are no ground at all: that none came is known, not unmeasured.
sealed interface Sources {
    Set<Function> COUNTS =
            Set.of(Function.RATE, Function.INCREASE, Function.IRATE, Function.RESETS);

    /// How counters are called, and recorded series.
    Pattern COUNTER = Pattern.compile("_(total|count|bucket|sum)$|:");

    /// One metric.
    ///
    /// @param range how far back the rule looks, milliseconds
    record One(List<LabelMatcher> matchers, long range) implements Sources {}

    /// Each of them must speak; nothing is asked where there is none, as for `vector(1)`.
    record All(List<Sources> parts) implements Sources {}

    /// One of them is enough.
    record Either(List<Sources> parts) implements Sources {}

    static Sources of(Expr expr) {
        return switch (expr) {
            case Expr.Selector s -> one(s, ExactEvaluator.LOOKBACK);
            case Expr.Range r -> one(r.selector(), r.range());
            case Expr.Binary b -> binary(b);
            case Expr.NumberLiteral _,
                    Expr.StringLiteral _,
                    Expr.Subquery _,
                    Expr.Aggregation _,
                    Expr.Negation _,
                    Expr.Call _,
                    Expr.Paren _ ->
                    all(expr.children());
        };
    }

    /// What follows `unless` says when not to fire; it is no ground for trust. Nor is what is counted and
    /// divided: while everything is counted, errors that were never counted are none. A level that is
    /// divided (bytes of a limit) must speak, since nothing is ever without one.
    private static Sources binary(Expr.Binary b) {
        Sources right = of(b.right());
        return switch (b.op()) {
            case UNLESS -> of(b.left());
            case OR -> either(List.of(of(b.left()), right));
            case DIVIDE ->
                    right.none() ? of(b.left()) : counted(b.left()) ? right : all(b.children());
            case AND,
                    EQUAL,
                    NOT_EQUAL,
                    LESS,
                    LESS_OR_EQUAL,
                    GREATER,
                    GREATER_OR_EQUAL,
                    ADD,
                    SUBTRACT,
                    MULTIPLY,
                    MODULO,
                    ATAN2,
                    POWER ->
                    all(b.children());
        };
    }

    /// Whether it is made of counters, as far as functions and names say; of a recorded series (`a:b:c`)
    /// nobody knows, so it may be.
    private static boolean counted(Expr expr) {
        boolean here =
                switch (expr) {
                    case Expr.Call call -> COUNTS.contains(call.function());
                    case Expr.Selector s -> COUNTER.matcher(name(s)).find();
                    default -> false;
                };
        return here || expr.children().stream().anyMatch(Sources::counted);
    }

    private static Sources all(List<Expr> exprs) {
        List<Sources> grounds = grounds(exprs.stream().map(Sources::of).toList());
        return grounds.size() == 1 ? grounds.getFirst() : new All(grounds);
    }

    private static Sources either(List<Sources> parts) {
        List<Sources> grounds = grounds(parts);
        return grounds.isEmpty() ? new All(List.of()) : new Either(grounds);
    }

    private static List<Sources> grounds(List<Sources> parts) {
        return parts.stream().filter(Predicate.not(Sources::none)).toList();
    }

    private static Sources one(Expr.Selector selector, long range) {
        List<LabelMatcher> names =
                selector.matchers().stream().filter(m -> m.name().equals(Labels.NAME)).toList();
        String name = name(selector);
        if (name.equals("holdfast_signal")
                || name.startsWith("holdfast_signal_")
                || name.equals("holdfast_signals_total")) {
            return new All(List.of());
        }
        boolean looked =
                name.equals("up")
                        || name.startsWith("scrape_")
                        || name.startsWith("holdfast_check_")
                        || name.equals("holdfast_watch_up");
        return new One(looked || names.isEmpty() ? selector.matchers() : names, range);
    }

    private static String name(Expr.Selector selector) {
        return selector.matchers().stream()
                .filter(m -> m.name().equals(Labels.NAME) && m.op() == LabelMatcher.Op.EQUAL)
                .map(LabelMatcher::value)
                .findFirst()
                .orElse("");
    }

    private boolean none() {
        return this instanceof All(var parts) && parts.isEmpty();
    }

    default boolean speak(SeriesStore store, long at) {
        return switch (this) {
            case One(var matchers, long range) -> store.speaks(matchers, at - range, at);
            case All(var parts) -> parts.stream().allMatch(p -> p.speak(store, at));
            case Either(var parts) -> parts.stream().anyMatch(p -> p.speak(store, at));
        };
    }
}
