package dev.holdfast.detector.domain.window;

import dev.holdfast.detector.domain.promql.BinaryOp;
import dev.holdfast.detector.domain.promql.Expr;

/// `and`, `or`, `unless`. Of `or` the slots of the right side come behind those of the left as they are born.
final class SetNode extends Node {

    private final Node left;
    private final Node right;
    private final BinaryOp op;
    private final Matches matches;
    private boolean[] wanted = new boolean[8];
    private int[] leftSlots = new int[8];
    private int[] rightSlots = new int[8];
    private int leftKnown;
    private int rightKnown;

    SetNode(Node left, Node right, Expr.Binary binary) {
        this.left = left;
        this.right = right;
        this.op = binary.op();
        this.matches = new Matches(binary.matching());
    }

    @Override
    boolean mayCollide() {
        return op == BinaryOp.OR;
    }

    @Override
    void compute(Pass pass) {
        left.evaluate(pass);
        right.evaluate(pass);
        inherit(left);
        inherit(right);
        matches.learn(0, left);
        matches.learn(1, right);
        births();
        boolean or = op == BinaryOp.OR;
        mark(or ? left : right, or ? 0 : 1);
        for (int i = 0; i < left.size(); i++) {
            boolean kept =
                    left.present(i) && (or || wanted[matches.group(0, i)] == (op == BinaryOp.AND));
            values[leftSlots[i]] = kept ? left.values[i] : ABSENT;
        }
        for (int i = 0; or && i < right.size(); i++) {
            values[rightSlots[i]] =
                    right.present(i) && !wanted[matches.group(1, i)] ? right.values[i] : ABSENT;
        }
    }

    private void mark(Node side, int number) {
        if (wanted.length < matches.size()) {
            wanted = new boolean[matches.size() * 2];
        }
        java.util.Arrays.fill(wanted, false);
        for (int i = 0; i < side.size(); i++) {
            wanted[matches.group(number, i)] |= side.present(i);
        }
    }

    private void births() {
        leftSlots = AggregateNode.room(leftSlots, left.size());
        while (leftKnown < left.size()) {
            leftSlots[leftKnown] = addSlot(left.labels(leftKnown));
            leftKnown++;
        }
        rightSlots = AggregateNode.room(rightSlots, right.size());
        while (op == BinaryOp.OR && rightKnown < right.size()) {
            rightSlots[rightKnown] = addSlot(right.labels(rightKnown));
            rightKnown++;
        }
    }
}
