package dev.holdfast.detector.domain.window;

import dev.holdfast.detector.domain.exact.EvaluationException;
import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.Stale;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// One operator of a plan. Its elements have slots, given at birth and kept: an evaluation only writes values.
/// A slot without a value holds the staleness marker, which no operator yields.
public abstract class Node {

    static final double ABSENT = Stale.MARKER;

    double[] values = new double[8];

    /// Some value may be off by a rounding error of a running aggregate.
    boolean inexact;

    /// Such an error may have changed more than a last digit; only an exact pass can tell.
    boolean doubtful;

    private Labels[] labels = new Labels[8];
    private int size;
    private final Map<Labels, Integer> twins = new HashMap<>();
    private boolean collides;
    private boolean evaluated;
    private long evaluatedAt;
    private boolean evaluatedExact;

    /// Reads what rules write, so that it can change within one evaluation.
    private boolean changing;

    abstract void compute(Pass pass);

    /// Can two slots have the same labels? Then births are compared.
    boolean mayCollide() {
        return false;
    }

    /// Fills the values for `pass`; a second call in the same evaluation costs nothing.
    public final void evaluate(Pass pass) {
        if (!changing
                && evaluated
                && evaluatedAt == pass.now()
                && (evaluatedExact || !pass.exact())) {
            return;
        }
        inexact = false;
        doubtful = false;
        compute(pass);
        evaluated = true;
        evaluatedAt = pass.now();
        evaluatedExact = pass.exact();
        if (collides) {
            refuseTwins();
        }
    }

    final void readsRules() {
        changing = true;
    }

    final boolean changes() {
        return changing;
    }

    final int addSlot(Labels born) {
        if (size == labels.length) {
            labels = Arrays.copyOf(labels, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        if (mayCollide() && twins.put(born, size) != null) {
            collides = true;
        }
        labels[size] = born;
        values[size] = ABSENT;
        return size++;
    }

    private void refuseTwins() {
        Set<Labels> seen = new HashSet<>();
        for (int i = 0; i < size; i++) {
            if (present(i) && !seen.add(labels[i])) {
                evaluated = false;
                throw new EvaluationException(
                        "vector cannot contain metrics with the same labelset");
            }
        }
    }

    final void clear() {
        Arrays.fill(values, 0, size, ABSENT);
    }

    public final int size() {
        return size;
    }

    public final Labels labels(int slot) {
        return labels[slot];
    }

    public final boolean present(int slot) {
        return !Stale.is(values[slot]);
    }

    public final double value(int slot) {
        return values[slot];
    }

    public final boolean inexact() {
        return inexact;
    }

    public final boolean doubtful() {
        return doubtful;
    }

    final void inherit(Node child) {
        inexact |= child.inexact;
        doubtful |= child.doubtful;
    }

    final boolean empty() {
        for (int i = 0; i < size; i++) {
            if (present(i)) {
                return false;
            }
        }
        return true;
    }
}
