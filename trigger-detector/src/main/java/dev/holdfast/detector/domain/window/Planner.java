package dev.holdfast.detector.domain.window;

import dev.holdfast.detector.domain.exact.AbsentLabels;
import dev.holdfast.detector.domain.exact.ExactEvaluator;
import dev.holdfast.detector.domain.exact.LabelRewrite;
import dev.holdfast.detector.domain.promql.BinaryOp;
import dev.holdfast.detector.domain.promql.Dialect;
import dev.holdfast.detector.domain.promql.Expr;
import dev.holdfast.detector.domain.promql.ExprText;
import dev.holdfast.detector.domain.promql.Function;
import dev.holdfast.detector.domain.promql.ValueType;
import dev.holdfast.detector.domain.series.LabelMatcher;
import dev.holdfast.detector.domain.series.Labels;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Makes plans from expressions. Equal parts of different rules become one node.
public final class Planner {

    private final SeriesStore store;
    private final Dialect dialect;
    private final ExactEvaluator evaluator;
    private final Predicate<String> writtenByRules;
    private final Map<String, Node> shared = new HashMap<>();

    /// @param written the metric names that rules write: what reads them may change within one evaluation
    public Planner(SeriesStore store, ExactEvaluator evaluator, Set<String> written) {
        this.store = store;
        this.dialect = evaluator.dialect();
        this.evaluator = evaluator;
        this.writtenByRules = written::contains;
    }

    /// A plan for a vector or scalar expression.
    public Node plan(Expr expr) {
        Expr bare = expr.bare();
        Node known = shared.get(ExprText.of(bare));
        if (known != null) {
            return known;
        }
        Node node = bare.type() == ValueType.SCALAR ? new NumberNode(scalar(bare)) : vector(bare);
        if (readsRules(bare)) {
            node.readsRules();
        }
        shared.put(ExprText.of(bare), node);
        return node;
    }

    private boolean readsRules(Expr expr) {
        if (expr instanceof Expr.Selector selector) {
            Optional<LabelMatcher> name =
                    selector.matchers().stream()
                            .filter(m ->
                                    m.name().equals(Labels.NAME) && m.op() == LabelMatcher.Op.EQUAL)
                            .findFirst();
            return name.map(m -> writtenByRules.test(m.value())).orElse(true);
        }
        return expr.children().stream().anyMatch(this::readsRules);
    }

    private Node vector(Expr expr) {
        return switch (expr) {
            case Expr.Selector s when !s.shift().fixed() ->
                    new InstantNode(store, s, evaluator.lookback(), dialect);
            case Expr.Negation(int _, Expr inner) ->
                    new RelabelNode(plan(inner), Labels::withoutName, -1);
            case Expr.Binary binary -> binary(binary);
            case Expr.Aggregation a when AggregateNode.supports(a.op()) ->
                    new AggregateNode(plan(a.expr()), a.op(), a.grouping(), dialect);
            case Expr.Call call -> call(call);
            default -> new ExactNode(evaluator, expr);
        };
    }

    private Node binary(Expr.Binary binary) {
        Expr left = binary.left().bare();
        Expr right = binary.right().bare();
        if (right.type() == ValueType.SCALAR) {
            return new WithScalarNode(plan(left), scalar(right), binary, false, dialect);
        }
        if (left.type() == ValueType.SCALAR) {
            return new WithScalarNode(plan(right), scalar(left), binary, true, dialect);
        }
        return binary.op().set()
                ? new SetNode(plan(left), plan(right), binary)
                : new VectorBinaryNode(plan(left), plan(right), binary, dialect);
    }

    private Node call(Expr.Call call) {
        Function function = call.function();
        List<Expr> args = call.args();
        return switch (function) {
            case ABSENT -> new AbsentNode(plan(args.getFirst()), AbsentLabels.of(args.getFirst()));
            case ABSENT_OVER_TIME ->
                    args.getFirst().bare() instanceof Expr.Range range
                                    && !range.selector().shift().fixed()
                            ? new AbsentNode(
                                    range(
                                            Function.PRESENT_OVER_TIME,
                                            range,
                                            new ScalarSource.Constant(0)),
                                    AbsentLabels.of(range))
                            : new ExactNode(evaluator, call);
            case VECTOR_OF -> new NumberNode(scalar(args.getFirst()));
            case SORT, SORT_DESC -> plan(args.getFirst());
            case HISTOGRAM_QUANTILE ->
                    new HistogramNode(plan(args.get(1)), scalar(args.getFirst()), dialect);
            case LABEL_REPLACE, LABEL_JOIN ->
                    new RelabelNode(plan(args.getFirst()), LabelRewrite.of(call), 1);
            case TIMESTAMP, MANN_WHITNEY -> new ExactNode(evaluator, call);
            default -> function.rangeArgument() < 0 ? eachNumber(call) : overRange(call);
        };
    }

    private Node overRange(Expr.Call call) {
        Function function = call.function();
        if (call.args().get(function.rangeArgument()).bare() instanceof Expr.Range range
                && !range.selector().shift().fixed()) {
            ScalarSource parameter =
                    call.args().size() > 1
                            ? scalar(call.args().get(1 - function.rangeArgument()))
                            : new ScalarSource.Constant(0);
            return range(function, range, parameter);
        }
        return new ExactNode(evaluator, call);
    }

    private Node range(Function function, Expr.Range range, ScalarSource parameter) {
        return new RangeNode(store, function, range, parameter, dialect);
    }

    private Node eachNumber(Expr.Call call) {
        Node child =
                call.args().isEmpty()
                        ? new NumberNode(new ScalarSource.Time())
                        : plan(call.args().getFirst());
        List<ScalarSource> parameters = call.args().stream().skip(1).map(this::scalar).toList();
        return new MapNode(child, call.function(), parameters);
    }

    private ScalarSource scalar(Expr expr) {
        return switch (expr.bare()) {
            case Expr.NumberLiteral(int _, double value) -> new ScalarSource.Constant(value);
            case Expr.Negation(int _, Expr inner) ->
                    new ScalarSource.Calculated(
                            BinaryOp.MULTIPLY, new ScalarSource.Constant(-1), scalar(inner));
            case Expr.Binary b ->
                    new ScalarSource.Calculated(b.op(), scalar(b.left()), scalar(b.right()));
            case Expr.Call call when call.function() == Function.TIME -> new ScalarSource.Time();
            case Expr.Call call when call.function() == Function.PI ->
                    new ScalarSource.Constant(Math.PI);
            case Expr.Call call when call.function() == Function.SCALAR_OF ->
                    new ScalarSource.Only(plan(call.args().getFirst()));
            default ->
                    throw new IllegalStateException(
                            "the type check let " + expr + " pass as a scalar");
        };
    }
}
