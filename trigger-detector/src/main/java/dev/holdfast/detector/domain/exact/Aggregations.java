package dev.holdfast.detector.domain.exact;

import dev.holdfast.detector.domain.promql.AggregationOp;
import dev.holdfast.detector.domain.promql.Dialect;
import dev.holdfast.detector.domain.promql.Expr;
import dev.holdfast.detector.domain.promql.Grouping;
import dev.holdfast.detector.domain.series.Labels;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The aggregation operators. Groups appear in the order in which their first element does.
final class Aggregations {

    private Aggregations() {}

    static List<Element> apply(
            Expr.Aggregation aggregation,
            List<Element> elements,
            Value parameter,
            Dialect dialect) {
        AggregationOp op = aggregation.op();
        if (op == AggregationOp.COUNT_VALUES) {
            return countValues(aggregation.grouping(), elements, ((Value.Text) parameter).text());
        }
        double number = parameter instanceof Value.Scalar(double value) ? value : 0;
        Map<Labels, List<Element>> groups = new LinkedHashMap<>();
        for (Element element : elements) {
            groups.computeIfAbsent(
                            aggregation.grouping().of(element.labels()), _ -> new ArrayList<>())
                    .add(element);
        }
        var results = new ArrayList<Element>();
        groups.forEach((labels, group) -> {
            if (op == AggregationOp.TOPK || op == AggregationOp.BOTTOMK) {
                results.addAll(extremes(group, number, op == AggregationOp.TOPK));
            } else {
                results.add(new Element(labels, reduce(op, group, number, dialect)));
            }
        });
        return results;
    }

    private static double reduce(
            AggregationOp op, List<Element> group, double parameter, Dialect dialect) {
        return switch (op) {
            case SUM -> {
                var sum = new Kahan(group.getFirst().value(), 0);
                group.stream().skip(1).forEach(element -> sum.add(element.value()));
                yield dialect == Dialect.PROMQL_2 ? sum.sum : sum.total();
            }
            case AVG -> {
                var mean = Mean.ofElements(dialect);
                group.forEach(element -> mean.add(element.value()));
                yield mean.result();
            }
            case MIN -> extreme(group, false);
            case MAX -> extreme(group, true);
            case COUNT -> group.size();
            case GROUP -> 1;
            case STDVAR -> variance(group, dialect);
            case STDDEV -> Math.sqrt(variance(group, dialect));
            case QUANTILE ->
                    Quantiles.quantile(
                            parameter, group.stream().mapToDouble(Element::value).toArray());
            case TOPK, BOTTOMK, COUNT_VALUES ->
                    throw new IllegalStateException(op.text() + " has no single value");
        };
    }

    private static double extreme(List<Element> group, boolean greatest) {
        double best = group.getFirst().value();
        for (Element element : group) {
            double value = element.value();
            if ((greatest ? best < value : best > value) || Double.isNaN(best)) {
                best = value;
            }
        }
        return best;
    }

    private static double variance(List<Element> group, Dialect dialect) {
        double mean = group.getFirst().value();
        boolean spoilt =
                dialect == Dialect.PROMQL_3 && (Double.isNaN(mean) || Double.isInfinite(mean));
        double squares = spoilt ? Double.NaN : 0;
        for (int i = 1; i < group.size(); i++) {
            double delta = group.get(i).value() - mean;
            mean += delta / (i + 1);
            squares += delta * (group.get(i).value() - mean);
        }
        return squares / group.size();
    }

    private static List<Element> extremes(List<Element> group, double count, boolean greatest) {
        if (Double.isNaN(count)) {
            throw new EvaluationException("Parameter value is NaN");
        }
        if (Math.abs(count) >= 0x1p63) {
            throw new EvaluationException("Scalar value " + count + " overflows int64");
        }
        Comparator<Element> byValue =
                Comparator.comparingDouble(element -> element.value() + 0.0); // -0 equals 0
        Comparator<Element> nanLast =
                Comparator.comparing(element -> Double.isNaN(element.value()));
        return group.stream()
                .sorted(nanLast.thenComparing(greatest ? byValue.reversed() : byValue))
                .limit(Math.max(0, (long) count))
                .toList();
    }

    private static List<Element> countValues(
            Grouping grouping, List<Element> elements, String label) {
        if (!label.matches("[a-zA-Z_][a-zA-Z0-9_]*")) {
            throw new EvaluationException("invalid label name \"" + label + "\"");
        }
        var kept = new ArrayList<>(grouping.labels());
        kept.add(label);
        Grouping wider = grouping.without() ? grouping : new Grouping(false, kept);
        Map<Labels, Integer> counts = new LinkedHashMap<>();
        for (Element element : elements) {
            Labels labels = element.labels().with(label, goNumber(element.value()));
            counts.merge(wider.of(labels), 1, Integer::sum);
        }
        var results = new ArrayList<Element>();
        counts.forEach((labels, count) -> results.add(new Element(labels, count)));
        return results;
    }

    /// A number as Go's `FormatFloat(v, 'f', -1, 64)` writes it.
    static String goNumber(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        String plain = new BigDecimal(Double.toString(value)).toPlainString();
        String trimmed =
                plain.contains(".") ? plain.replaceAll("0+$", "").replaceAll("\\.$", "") : plain;
        return value == 0 && 1 / value < 0 ? "-0" : trimmed;
    }
}
