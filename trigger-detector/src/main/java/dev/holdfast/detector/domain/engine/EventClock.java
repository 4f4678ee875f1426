package dev.holdfast.detector.domain.engine;

/// The watermark of one key: newest sample time less lateness; in silence the newest tick less the greater of
/// lateness and 2 s. It never goes back, and no sample brings it further than a little before the ticks: a host whose
/// clock jumps ahead moves its own samples, not everybody's time.
final class EventClock {

    static final long UNSET = Long.MIN_VALUE;
    private static final long SILENCE = 2_000;

    /// A sample further ahead of the ticks than this is wrong and must not move the clock.
    private static final long AHEAD = 60_000;

    /// The reference for plausibility moves in steps of this, so that few ticks must be logged.
    private static final long ANCHOR = 10_000;

    /// So far before the ticks may samples bring the watermark.
    private static final long LEAD = 5_000;

    private final long lateness;
    private long watermark = UNSET;
    private long anchor = UNSET;

    EventClock(long lateness) {
        this.lateness = lateness;
    }

    boolean plausible(long sampleTime) {
        return sampleTime > 0 && (anchor == UNSET || sampleTime - anchor <= AHEAD + ANCHOR);
    }

    /// True where the watermark moved.
    boolean sample(long sampleTime) {
        long farthest = anchor == UNSET ? Long.MAX_VALUE : anchor + ANCHOR + LEAD;
        return moveTo(Math.min(sampleTime, farthest) - lateness);
    }

    boolean moveTo(long time) {
        boolean moves = time > watermark;
        watermark = Math.max(watermark, time);
        return moves;
    }

    /// True where the reference moved, which is a change to be logged.
    boolean anchored(long tick) {
        boolean moves = anchor == UNSET || tick - anchor >= ANCHOR;
        anchor = moves ? tick : anchor;
        return moves;
    }

    /// The watermark that a tick would bring.
    long afterTick(long tick) {
        return Math.max(watermark, tick - Math.max(lateness, SILENCE));
    }

    long watermark() {
        return watermark;
    }

    long anchor() {
        return anchor;
    }

    void restore(long savedWatermark, long savedAnchor) {
        watermark = savedWatermark;
        anchor = savedAnchor;
    }
}
