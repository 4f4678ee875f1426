package dev.holdfast.detector.domain.exact;

import dev.holdfast.detector.domain.promql.Dialect;
import dev.holdfast.detector.domain.promql.Expr;
import dev.holdfast.detector.domain.promql.Function;
import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;
import dev.holdfast.detector.domain.series.Stale;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/// One query over the samples it needs, which are fetched once: walks the tree for each time asked.
final class Evaluation {

    private final ExactEvaluator settings;
    private final Dialect dialect;
    private final long start;
    private final long end;
    private final Fetched fetched;
    private long left;
    private long made;

    Evaluation(ExactEvaluator settings, Expr expr, long start, long end) {
        this.settings = settings;
        this.dialect = settings.dialect();
        this.start = start;
        this.end = end;
        this.left = settings.budget();
        this.fetched = new Fetched(settings, start, end);
        fetched.fetch(expr, start, end);
    }

    private void spend(long samples) {
        left -= samples;
        if (left < 0) {
            throw new EvaluationException(
                    "the query reads more than %d samples; ask for fewer series, a shorter time or a larger step"
                            .formatted(settings.budget()));
        }
    }

    /// What is made is held until it is used, so there may be less of it than is read.
    private void hold(long points) {
        if (points > settings.budget() / ExactEvaluator.HELD) {
            throw new EvaluationException(
                    "the query makes more than %d points at once; ask for fewer series, a shorter time or a larger step"
                            .formatted(settings.budget() / ExactEvaluator.HELD));
        }
    }

    /// The value of the whole question at one of its times, of which each costs something.
    Value step(Expr expr, long now) {
        Value value = eval(expr, now);
        made += value instanceof Value.Vector(var elements) ? elements.size() : 1;
        spend(1);
        hold(made);
        return value;
    }

    private Value eval(Expr expr, long now) {
        return switch (expr) {
            case Expr.NumberLiteral(int _, double value) -> new Value.Scalar(value);
            case Expr.StringLiteral(int _, String text) -> new Value.Text(text);
            case Expr.Paren(int _, Expr inner) -> eval(inner, now);
            case Expr.Selector selector -> new Value.Vector(select(selector, now, false));
            case Expr.Range range -> new Value.Matrix(matrix(range, now));
            case Expr.Subquery subquery -> new Value.Matrix(matrix(subquery, now));
            case Expr.Negation(int _, Expr inner) -> negate(eval(inner, now));
            case Expr.Binary binary ->
                    checked(
                            new BinaryOperations(binary, dialect)
                                    .apply(eval(binary.left(), now), eval(binary.right(), now)));
            case Expr.Aggregation a -> {
                Value parameter =
                        a.parameter() == null ? new Value.Scalar(0) : eval(a.parameter(), now);
                yield new Value.Vector(
                        Aggregations.apply(a, vector(a.expr(), now), parameter, dialect));
            }
            case Expr.Call call -> checked(call(call, now));
        };
    }

    private List<Element> vector(Expr expr, long now) {
        return ((Value.Vector) eval(expr, now)).elements();
    }

    private double scalar(Expr expr, long now) {
        return ((Value.Scalar) eval(expr, now)).value();
    }

    private String text(Expr expr, long now) {
        return ((Value.Text) eval(expr, now)).text();
    }

    private static Value negate(Value value) {
        return switch (value) {
            case Value.Scalar(double number) -> new Value.Scalar(-number);
            case Value.Vector(var elements) ->
                    checked(
                            new Value.Vector(
                                    elements.stream()
                                            .map(e -> e.withoutName(-e.value()))
                                            .toList()));
            case Value.Text _, Value.Matrix _ ->
                    throw new IllegalStateException("the type check let a negation pass");
        };
    }

    private static Value checked(Value value) {
        if (value instanceof Value.Vector(var elements) && elements.size() > 1) {
            Set<Labels> seen = HashSet.newHashSet(elements.size());
            for (Element element : elements) {
                if (!seen.add(element.labels())) {
                    throw new EvaluationException(
                            "vector cannot contain metrics with the same labelset");
                }
            }
        }
        return value;
    }

    private List<Element> select(Expr.Selector selector, long now, boolean timestamps) {
        long at = selector.shift().apply(now, start, end);
        long oldest = dialect.oldest(at, settings.lookback());
        var elements = new ArrayList<Element>();
        spend(1 + fetched.of(selector).size());
        for (SeriesSamples series : fetched.of(selector)) {
            int i = lastAtMost(series.times(), at);
            if (i >= 0 && series.times()[i] >= oldest && !Stale.is(series.values()[i])) {
                elements.add(
                        new Element(
                                series.labels(),
                                timestamps ? series.times()[i] / 1000.0 : series.values()[i]));
            }
        }
        return elements;
    }

    /// The index of the last time that is not after `at`, or -1.
    private static int lastAtMost(long[] times, long at) {
        int i = Arrays.binarySearch(times, at);
        return i >= 0 ? i : -i - 2;
    }

    /// A window of every series of a range or subquery, newest edge at `until`.
    private record Ranged(List<SeriesSamples> series, long oldest, long from, long until) {

        Window window(SeriesSamples samples) {
            return new Window(
                    samples.times(),
                    samples.values(),
                    lastAtMost(samples.times(), oldest - 1) + 1,
                    lastAtMost(samples.times(), until) + 1);
        }
    }

    private Ranged ranged(Expr expr, long now) {
        return switch (expr.bare()) {
            case Expr.Range r -> {
                long until = r.selector().shift().apply(now, start, end);
                yield new Ranged(
                        fetched.of(r.selector()),
                        dialect.oldest(until, r.range()),
                        until - r.range(),
                        until);
            }
            case Expr.Subquery s -> {
                long until = s.shift().apply(now, start, end);
                long oldest = dialect.oldest(until, s.range());
                yield new Ranged(subquery(s, oldest, until), oldest, until - s.range(), until);
            }
            default ->
                    throw new IllegalStateException(
                            "the type check let " + expr + " pass as a range");
        };
    }

    private List<SeriesSamples> subquery(Expr.Subquery subquery, long oldest, long until) {
        long step = subquery.step() == 0 ? settings.subqueryStep() : subquery.step();
        Map<Labels, PointList> results = new LinkedHashMap<>();
        if (subquery.expr().bare() instanceof Expr.Selector selector) {
            // in the order of the series, also of those that come late
            fetched.of(selector).forEach(one -> results.put(one.labels(), new PointList()));
        }
        long held = 0;
        for (long time = Math.ceilDiv(oldest, step) * step; time <= until; time += step) {
            List<Element> elements = vector(subquery.expr(), time);
            held += elements.size();
            spend(1 + elements.size());
            hold(held);
            for (Element element : elements) {
                results.computeIfAbsent(element.labels(), _ -> new PointList())
                        .add(time, element.value());
            }
        }
        var series = new ArrayList<SeriesSamples>();
        results.forEach((labels, points) -> series.add(points.toSeries(labels)));
        series.removeIf(one -> one.size() == 0);
        return series;
    }

    private List<SeriesSamples> matrix(Expr expr, long now) {
        Ranged ranged = ranged(expr, now);
        var results = new ArrayList<SeriesSamples>();
        for (SeriesSamples series : ranged.series()) {
            Window w = ranged.window(series);
            spend(1 + w.size());
            if (w.size() > 0) {
                results.add(
                        new SeriesSamples(
                                series.labels(),
                                Arrays.copyOfRange(w.times(), w.from(), w.to()),
                                Arrays.copyOfRange(w.values(), w.from(), w.to())));
            }
        }
        return results;
    }

    private Value call(Expr.Call call, long now) {
        Function function = call.function();
        List<Expr> args = call.args();
        return switch (function) {
            case TIME -> new Value.Scalar(now / 1000.0);
            case PI -> new Value.Scalar(Math.PI);
            case SCALAR_OF -> {
                List<Element> elements = vector(args.getFirst(), now);
                yield new Value.Scalar(
                        elements.size() == 1 ? elements.getFirst().value() : Double.NaN);
            }
            case VECTOR_OF ->
                    new Value.Vector(
                            List.of(new Element(Labels.EMPTY, scalar(args.getFirst(), now))));
            case ABSENT -> absent(args.getFirst(), vector(args.getFirst(), now).isEmpty());
            case ABSENT_OVER_TIME ->
                    absent(args.getFirst(), matrix(args.getFirst().bare(), now).isEmpty());
            case MANN_WHITNEY -> new Value.Vector(compared(args, now));
            case TIMESTAMP -> timestamp(args.getFirst().bare(), now);
            case SORT, SORT_DESC ->
                    new Value.Vector(
                            sorted(vector(args.getFirst(), now), function == Function.SORT));
            case HISTOGRAM_QUANTILE ->
                    new Value.Vector(
                            HistogramQuantile.apply(
                                    scalar(args.getFirst(), now),
                                    vector(args.get(1), now),
                                    dialect));
            case LABEL_REPLACE ->
                    new Value.Vector(
                            LabelFunctions.replace(
                                    vector(args.getFirst(), now),
                                    text(args.get(1), now),
                                    text(args.get(2), now),
                                    text(args.get(3), now),
                                    text(args.get(4), now)));
            case LABEL_JOIN ->
                    new Value.Vector(
                            LabelFunctions.join(
                                    vector(args.getFirst(), now),
                                    text(args.get(1), now),
                                    text(args.get(2), now),
                                    args.stream().skip(3).map(arg -> text(arg, now)).toList()));
            default ->
                    new Value.Vector(
                            function.rangeArgument() >= 0
                                    ? overRange(call, now)
                                    : eachNumber(call, now));
        };
    }

    /// Series that stand on one side only, or with too little on one, have no answer.
    private List<Element> compared(List<Expr> args, long now) {
        double confidence = scalar(args.get(2), now);
        if (!(confidence >= 0.5 && confidence < 1)) {
            throw new EvaluationException(
                    "the confidence of mann_whitney() is %s, it lies between 0.5 and 1"
                            .formatted(confidence));
        }
        double least = Math.max(MannWhitney.LEAST, scalar(args.get(3), now));
        Map<Labels, double[]> before = samples(args.get(1), now);
        var elements = new ArrayList<Element>();
        samples(args.getFirst(), now)
                .forEach((labels, after) -> {
                    double[] others = before.getOrDefault(labels, new double[0]);
                    if (after.length >= least && others.length >= least) {
                        elements.add(
                                new Element(
                                        labels,
                                        MannWhitney.of(after, others).effectAt(confidence)));
                    }
                });
        return elements;
    }

    /// The numbers in the window of each series, by its labels without the name.
    private Map<Labels, double[]> samples(Expr range, long now) {
        Ranged ranged = ranged(range, now);
        Map<Labels, double[]> all = new LinkedHashMap<>();
        for (SeriesSamples series : ranged.series()) {
            Window w = ranged.window(series);
            spend(1 + w.size());
            double[] numbers =
                    Arrays.stream(w.values(), w.from(), w.to())
                            .filter(v -> !Double.isNaN(v))
                            .toArray();
            if (w.size() > 0 && all.put(series.labels().withoutName(), numbers) != null) {
                throw new EvaluationException(
                        "mann_whitney() compares series by their labels without the name, and two have the same: "
                                + series.labels().withoutName());
            }
        }
        return all;
    }

    private static Value absent(Expr argument, boolean empty) {
        return new Value.Vector(
                empty ? List.of(new Element(AbsentLabels.of(argument), 1)) : List.of());
    }

    private Value timestamp(Expr argument, long now) {
        return new Value.Vector(
                argument instanceof Expr.Selector selector
                        ? select(selector, now, true).stream()
                                .map(e -> e.withoutName(e.value()))
                                .toList()
                        : vector(argument, now).stream()
                                .map(e -> e.withoutName(now / 1000.0))
                                .toList());
    }

    private static List<Element> sorted(List<Element> elements, boolean rising) {
        return elements.stream()
                .sorted((a, b) -> {
                    int nan = Boolean.compare(Double.isNaN(a.value()), Double.isNaN(b.value()));
                    int order = Double.compare(a.value(), b.value());
                    return nan != 0 ? nan : rising ? order : -order;
                })
                .toList();
    }

    private List<Element> overRange(Expr.Call call, long now) {
        Function function = call.function();
        double parameter =
                call.args().size() > 1
                        ? scalar(call.args().get(1 - function.rangeArgument()), now)
                        : 0;
        Ranged ranged = ranged(call.args().get(function.rangeArgument()), now);
        var functions = new RangeFunctions(dialect, ranged.from(), ranged.until());
        var elements = new ArrayList<Element>();
        for (SeriesSamples series : ranged.series()) {
            Window window = ranged.window(series);
            spend(1 + window.size());
            OptionalDouble result = functions.apply(function, window, parameter, now);
            if (result.isPresent()) {
                Labels labels =
                        function == Function.LAST_OVER_TIME
                                ? series.labels()
                                : series.labels().withoutName();
                elements.add(new Element(labels, result.getAsDouble()));
            }
        }
        return elements;
    }

    private List<Element> eachNumber(Expr.Call call, long now) {
        List<Expr> args = call.args();
        double[] parameters = args.stream().skip(1).mapToDouble(arg -> scalar(arg, now)).toArray();
        if (call.function() == Function.CLAMP && parameters[1] < parameters[0]) {
            return List.of();
        }
        var operator = VectorFunctions.of(call.function(), parameters);
        List<Element> elements =
                args.isEmpty()
                        ? List.of(new Element(Labels.EMPTY, Math.floorDiv(now, 1000)))
                        : vector(args.getFirst(), now);
        return elements.stream()
                .map(e -> e.withoutName(operator.applyAsDouble(e.value())))
                .toList();
    }
}
