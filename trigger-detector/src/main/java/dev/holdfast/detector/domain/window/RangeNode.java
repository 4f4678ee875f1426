package dev.holdfast.detector.domain.window;

import dev.holdfast.detector.domain.promql.Dialect;
import dev.holdfast.detector.domain.promql.Expr;
import dev.holdfast.detector.domain.promql.Function;
import dev.holdfast.detector.domain.series.LabelMatcher;
import dev.holdfast.detector.domain.series.Labels;

import java.util.ArrayList;
import java.util.List;

/// A function over `selector[range] offset …`: one sliding window for each series.
final class RangeNode extends Node {

    private final SelectedSeries selected;
    private final boolean oneName;
    private final SlidingWindow.Shape shape;
    private final long offset;
    private final ScalarSource parameter;
    private final List<SlidingWindow> windows = new ArrayList<>();

    RangeNode(
            SeriesStore store,
            Function function,
            Expr.Range range,
            ScalarSource parameter,
            Dialect dialect) {
        List<LabelMatcher> matchers = range.selector().matchers();
        this.selected = new SelectedSeries(store, matchers);
        this.oneName =
                matchers.stream()
                        .anyMatch(m ->
                                m.name().equals(Labels.NAME) && m.op() == LabelMatcher.Op.EQUAL);
        this.shape = new SlidingWindow.Shape(function, range.range(), dialect);
        this.offset = range.selector().shift().offset();
        this.parameter = parameter;
    }

    @Override
    boolean mayCollide() {
        return !oneName;
    }

    @Override
    void compute(Pass pass) {
        long until = pass.now() - offset;
        long oldest = shape.dialect().oldest(until, shape.range());
        selected.births(series -> {
            windows.add(SlidingWindow.of(shape, series, series.startFor(oldest)));
            addSlot(
                    shape.function() == Function.LAST_OVER_TIME
                            ? series.labels
                            : series.labels.withoutName());
        });
        double number = parameter.at(pass);
        for (int i = 0; i < size(); i++) {
            SlidingWindow window = windows.get(i);
            window.advance(until, oldest);
            if (window.live == 0) {
                values[i] = ABSENT;
            } else if (pass.exact() && window.inexact()) {
                values[i] = window.plain(until, number, pass.now());
            } else {
                values[i] = window.result(until, number, pass.now());
                inexact |= window.inexact();
            }
        }
    }
}
