package dev.holdfast.detector.domain.window;

import dev.holdfast.detector.domain.exact.Mean;
import dev.holdfast.detector.domain.promql.AggregationOp;
import dev.holdfast.detector.domain.promql.Dialect;
import dev.holdfast.detector.domain.promql.Grouping;
import dev.holdfast.detector.domain.series.Labels;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// `sum`, `avg`, `min`, `max`, `count`, `group`, `stddev`, `stdvar`: each slot of the child knows its group since birth.
/// Adds in the order and with the compensation of the plain evaluator.
final class AggregateNode extends Node {

    private final Node child;
    private final AggregationOp op;
    private final Grouping grouping;

    private final Dialect dialect;

    /// A first value that is no finite number makes the variance NaN.
    private final boolean spoiling;

    /// The mean is taken step by step.
    private final boolean stepwise;

    private final Map<Labels, Integer> groups = new HashMap<>();
    private int[] groupOf = new int[8];
    private int known;
    private int[] counts = new int[8];
    private double[] sums = new double[8];
    private double[] compensations = new double[8];

    AggregateNode(Node child, AggregationOp op, Grouping grouping, Dialect dialect) {
        this.child = child;
        this.op = op;
        this.grouping = grouping;
        this.dialect = dialect;
        this.stepwise = dialect == Dialect.PROMQL_2 && op == AggregationOp.AVG;
        this.spoiling =
                dialect == Dialect.PROMQL_3
                        && (op == AggregationOp.STDDEV || op == AggregationOp.STDVAR);
    }

    static boolean supports(AggregationOp op) {
        return switch (op) {
            case SUM, AVG, MIN, MAX, COUNT, GROUP, STDDEV, STDVAR -> true;
            case TOPK, BOTTOMK, QUANTILE, COUNT_VALUES -> false;
        };
    }

    static int[] room(int[] array, int size) {
        return array.length >= size ? array : Arrays.copyOf(array, size * 2);
    }

    @Override
    void compute(Pass pass) {
        child.evaluate(pass);
        inherit(child);
        births();
        Arrays.fill(counts, 0, size(), 0);
        for (int i = 0; i < child.size(); i++) {
            if (child.present(i)) {
                add(groupOf[i], child.values[i]);
            }
        }
        for (int g = 0; g < size(); g++) {
            values[g] = counts[g] == 0 ? ABSENT : result(g);
        }
    }

    private void births() {
        groupOf = room(groupOf, child.size());
        while (known < child.size()) {
            Labels labels = grouping.of(child.labels(known));
            Integer group = groups.get(labels);
            if (group == null) {
                group = addSlot(labels);
                groups.put(labels, group);
            }
            groupOf[known++] = group;
        }
        if (counts.length < size()) {
            counts = Arrays.copyOf(counts, size() * 2);
            sums = Arrays.copyOf(sums, size() * 2);
            compensations = Arrays.copyOf(compensations, size() * 2);
        }
    }

    private void add(int g, double value) {
        if (counts[g]++ == 0) {
            sums[g] = value;
            compensations[g] = spoiling && !Double.isFinite(value) ? Double.NaN : 0;
            return;
        }
        if (stepwise) {
            sums[g] += Mean.move(sums[g], value, counts[g]);
            return;
        }
        switch (op) {
            case SUM, AVG -> {
                double sum = sums[g];
                double total = sum + value;
                if (Double.isInfinite(total)) {
                    compensations[g] = 0;
                } else {
                    compensations[g] +=
                            Math.abs(sum) >= Math.abs(value)
                                    ? (sum - total) + value
                                    : (value - total) + sum;
                }
                sums[g] = total;
            }
            case MIN -> sums[g] = sums[g] > value || Double.isNaN(sums[g]) ? value : sums[g];
            case MAX -> sums[g] = sums[g] < value || Double.isNaN(sums[g]) ? value : sums[g];
            case STDDEV, STDVAR -> {
                double delta = value - sums[g];
                sums[g] += delta / counts[g];
                compensations[g] += delta * (value - sums[g]);
            }
            case COUNT, GROUP, TOPK, BOTTOMK, QUANTILE, COUNT_VALUES -> {}
        }
    }

    private double result(int g) {
        return switch (op) {
            case SUM -> dialect == Dialect.PROMQL_2 ? sums[g] : sums[g] + compensations[g];
            case AVG -> stepwise ? sums[g] : mean(g);
            case MIN, MAX -> sums[g];
            case COUNT -> counts[g];
            case GROUP -> 1;
            case STDVAR -> compensations[g] / counts[g];
            case STDDEV -> Math.sqrt(compensations[g] / counts[g]);
            case TOPK, BOTTOMK, QUANTILE, COUNT_VALUES ->
                    throw new IllegalStateException(op.text() + " has no plan");
        };
    }

    private double mean(int g) {
        if (Double.isFinite(sums[g])) {
            return sums[g] / counts[g] + compensations[g] / counts[g];
        }
        var mean = Mean.ofElements(dialect);
        for (int i = 0; i < child.size(); i++) {
            if (groupOf[i] == g && child.present(i)) {
                mean.add(child.values[i]);
            }
        }
        return mean.result();
    }
}
