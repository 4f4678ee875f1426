package dev.holdfast.detector.domain.promql;

/// `offset` and `@` of a selector or subquery, milliseconds.
///
/// @param time the fixed time, where `anchor` is [Anchor#TIME]
public record TimeShift(long offset, Anchor anchor, long time) {

    public static final TimeShift NONE = new TimeShift(0, Anchor.NONE, 0);

    /// What `@` names.
    public enum Anchor {
        NONE,
        TIME,
        START,
        END
    }

    /// Where to look for an evaluation at `now` inside a query from `start` to `end`.
    public long apply(long now, long start, long end) {
        return switch (anchor) {
                    case NONE -> now;
                    case TIME -> time;
                    case START -> start;
                    case END -> end;
                }
                - offset;
    }

    public boolean fixed() {
        return anchor != Anchor.NONE;
    }
}
