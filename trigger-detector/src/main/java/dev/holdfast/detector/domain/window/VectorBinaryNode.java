package dev.holdfast.detector.domain.window;

import dev.holdfast.detector.domain.exact.EvaluationException;
import dev.holdfast.detector.domain.promql.BinaryOp;
import dev.holdfast.detector.domain.promql.Dialect;
import dev.holdfast.detector.domain.promql.Expr;
import dev.holdfast.detector.domain.promql.VectorMatching;
import dev.holdfast.detector.domain.promql.VectorMatching.Cardinality;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Arithmetic or comparison between two vectors: each element of the many side finds its partner by match group.
final class VectorBinaryNode extends Node {

    private final Node left;
    private final Node right;
    private final Node many;
    private final Node one;
    private final BinaryOp op;
    private final boolean filters;
    private final boolean dropsName;
    private final boolean swapped;
    private final Dialect dialect;
    private final VectorMatching matching;
    private final Matches matches;
    private final Map<Long, Integer> slots = new HashMap<>();
    private int[] partner = new int[8];
    private boolean[] matched = new boolean[8];
    private int[] lastOne = new int[0];
    private int[] lastSlot = new int[0];

    VectorBinaryNode(Node left, Node right, Expr.Binary binary, Dialect dialect) {
        this.left = left;
        this.right = right;
        this.op = binary.op();
        this.filters = binary.filters();
        this.dropsName = binary.dropsName(dialect);
        this.matching = binary.matching();
        this.swapped = matching.cardinality() == Cardinality.ONE_TO_MANY;
        this.many = swapped ? right : left;
        this.one = swapped ? left : right;
        this.dialect = dialect;
        this.matches = new Matches(matching);
    }

    @Override
    boolean mayCollide() {
        return true;
    }

    @Override
    void compute(Pass pass) {
        left.evaluate(pass);
        right.evaluate(pass);
        inherit(left);
        inherit(right);
        clear();
        if (left.empty() || right.empty()) {
            return;
        }
        matches.learn(0, many);
        matches.learn(1, one);
        choosePartners();
        for (int i = 0; i < many.size(); i++) {
            if (many.present(i)) {
                int group = matches.group(0, i);
                if (partner[group] >= 0) {
                    pair(i, partner[group], group);
                }
            }
        }
    }

    private void choosePartners() {
        partner = AggregateNode.room(partner, matches.size());
        Arrays.fill(partner, -1);
        if (matched.length < matches.size()) {
            matched = new boolean[partner.length];
        }
        Arrays.fill(matched, false);
        for (int j = 0; j < one.size(); j++) {
            if (!one.present(j)) {
                continue;
            }
            int group = matches.group(1, j);
            if (partner[group] >= 0) {
                throw new EvaluationException(
                        "found duplicate series for the match group %s on the %s hand-side of the operation: [%s, %s]; many-to-many matching not allowed: matching labels must be unique on one side"
                                .formatted(
                                        matching.signature(one.labels(j)),
                                        swapped ? "left" : "right",
                                        one.labels(j),
                                        one.labels(partner[group])));
            }
            partner[group] = j;
        }
    }

    private void pair(int i, int j, int group) {
        double leftValue = swapped ? one.values[j] : many.values[i];
        double rightValue = swapped ? many.values[i] : one.values[j];
        double result = op.calculate(leftValue, rightValue);
        doubtful |= inexact && Closeness.doubtful(op, leftValue, rightValue, result);
        boolean kept = !filters || result != 0;
        if (!kept && dialect == Dialect.PROMQL_2) {
            return;
        }
        if (matching.cardinality() == Cardinality.ONE_TO_ONE && matched[group]) {
            throw new EvaluationException(
                    "multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)");
        }
        matched[group] = true;
        if (kept) {
            int slot = slot(i, j); // may put a larger array in the place of `values`
            values[slot] = filters ? leftValue : result;
        }
    }

    private int slot(int i, int j) {
        if (lastOne.length <= i) {
            int before = lastOne.length;
            lastOne = Arrays.copyOf(lastOne, Math.max(i + 1, many.size()));
            lastSlot = Arrays.copyOf(lastSlot, lastOne.length);
            Arrays.fill(lastOne, before, lastOne.length, -1);
        }
        int key = matching.include().isEmpty() ? 0 : j;
        if (lastOne[i] != key) {
            lastSlot[i] =
                    slots.computeIfAbsent(
                            (long) i << 32 | key,
                            _ ->
                                    addSlot(
                                            matching.result(
                                                    many.labels(i), one.labels(j), dropsName)));
            lastOne[i] = key;
        }
        return lastSlot[i];
    }
}
