package dev.holdfast.detector.io.streams;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.TriggerEvent;
import dev.holdfast.backbone.events.TriggerEvent.SignalAccepted;
import dev.holdfast.backbone.events.TriggerEvent.TriggerCleared;
import dev.holdfast.backbone.events.TriggerEvent.TriggerRaised;
import dev.holdfast.detector.flow.samples.Arrival;

import java.util.concurrent.atomic.AtomicLong;

/// What the stream did since it was started, for metrics.
public final class StreamCounts {
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong raised = new AtomicLong();
    private final AtomicLong cleared = new AtomicLong();
    private final AtomicLong signals = new AtomicLong();
    private final AtomicLong buried = new AtomicLong();
    private final AtomicLong newest = new AtomicLong();

    void taken(Arrival arrival, long timestamp) {
        records.incrementAndGet();
        if (arrival instanceof Arrival.Tick) {
            newest.accumulateAndGet(timestamp, Math::max);
        }
    }

    void said(Envelope<TriggerEvent> event) {
        if (event.data() instanceof TriggerRaised) {
            raised.incrementAndGet();
        } else if (event.data() instanceof TriggerCleared) {
            cleared.incrementAndGet();
        } else if (event.data() instanceof SignalAccepted) {
            signals.incrementAndGet();
        }
    }

    /// A record went to the dead letters, of the log or of an outside input.
    public void buried() {
        buried.incrementAndGet();
    }

    public long records() {
        return records.get();
    }

    public long raised() {
        return raised.get();
    }

    public long cleared() {
        return cleared.get();
    }

    public long signals() {
        return signals.get();
    }

    public long deadLetters() {
        return buried.get();
    }

    /// Milliseconds since the epoch of the newest tick that came through; 0 before the first.
    public long newestTick() {
        return newest.get();
    }
}
