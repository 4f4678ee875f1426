package dev.holdfast.detector.domain.window;

import dev.holdfast.detector.domain.exact.HistogramQuantile;
import dev.holdfast.detector.domain.exact.Quantiles;
import dev.holdfast.detector.domain.promql.Dialect;
import dev.holdfast.detector.domain.series.Labels;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `histogram_quantile`: the buckets of each histogram are kept in order of their bounds.
final class HistogramNode extends Node {

    private record Bucket(int slot, double bound) {}

    private final Node child;
    private final ScalarSource quantile;
    private final Dialect dialect;
    private final Map<Labels, Integer> groups = new HashMap<>();
    private final List<List<Bucket>> buckets = new ArrayList<>();
    private int known;
    private double[] bounds = new double[16];
    private double[] counts = new double[16];

    HistogramNode(Node child, ScalarSource quantile, Dialect dialect) {
        this.child = child;
        this.quantile = quantile;
        this.dialect = dialect;
    }

    @Override
    void compute(Pass pass) {
        child.evaluate(pass);
        inherit(child);
        doubtful |= child.inexact;
        while (known < child.size()) {
            born(known++);
        }
        double q = quantile.at(pass);
        for (int g = 0; g < size(); g++) {
            values[g] = ofGroup(buckets.get(g), q);
        }
    }

    private double ofGroup(List<Bucket> group, double q) {
        if (bounds.length < group.size()) {
            bounds = new double[group.size() * 2];
            counts = new double[bounds.length];
        }
        int n = 0;
        for (Bucket bucket : group) {
            if (child.present(bucket.slot())) {
                bounds[n] = bucket.bound();
                counts[n++] = child.values[bucket.slot()];
            }
        }
        return n == 0 ? ABSENT : Quantiles.ofSortedBuckets(q, bounds, counts, n, dialect);
    }

    private void born(int slot) {
        HistogramQuantile.upperBound(child.labels(slot))
                .ifPresent(bound -> {
                    Labels labels = HistogramQuantile.group(child.labels(slot));
                    Integer group = groups.get(labels);
                    if (group == null) {
                        group = addSlot(labels);
                        groups.put(labels, group);
                        buckets.add(new ArrayList<>());
                    }
                    List<Bucket> sorted = buckets.get(group);
                    int place = sorted.size();
                    while (place > 0 && sorted.get(place - 1).bound() > bound) {
                        place--;
                    }
                    sorted.add(place, new Bucket(slot, bound));
                });
    }
}
