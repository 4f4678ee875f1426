package dev.holdfast.detector.io.signals;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.backbone.events.VerificationEvent.StandingCheckFinished;
import dev.holdfast.backbone.kafka.EventCodec;
import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;
import dev.holdfast.detector.flow.intake.Door;
import dev.holdfast.detector.io.kafka.IntakeTopics;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// The verifier's standing checks as series: it looks at the world, only the detector raises.
///
/// `holdfast_check_success` is 1 or 0; an inconclusive check has no value then, since it is no pass
/// and no failure.
public final class StandingChecks implements IntakeTopics.Reader {
    /// Older results cannot be seen by any rule that asks for now.
    private static final Duration STALE = Duration.ofMinutes(5);

    private static final String FINISHED = "dev.holdfast.standing.check.finished.v1";

    private final Door door;
    private final InstantSource clock;

    public StandingChecks(Door door, InstantSource clock) {
        this.door = door;
        this.clock = clock;
    }

    @Override
    public void take(ConsumerRecord<byte[], byte[]> record) {
        if (!FINISHED.equals(EventCodec.optional(record.headers(), "ce_type"))) {
            return;
        }
        Envelope<Event> event;
        try {
            event = EventCodec.decode(record);
        } catch (EventCodec.Unreadable e) {
            throw new IntakeTopics.Unreadable(String.valueOf(e.getMessage()), e);
        }
        if (event.data() instanceof StandingCheckFinished check
                && check.at().isAfter(clock.instant().minus(STALE))) {
            door.measured(event.scope(), series(check));
        }
    }

    static List<SeriesSamples> series(StandingCheckFinished check) {
        long at = check.at().toEpochMilli();
        List<SeriesSamples> series = new ArrayList<>();
        if (check.verdict() != Verdict.INCONCLUSIVE) {
            series.add(
                    one("success", check.check(), at, check.verdict() == Verdict.PASSED ? 1 : 0));
        }
        Double value = check.value();
        if (value != null) {
            series.add(one("value", check.check(), at, value));
        }
        series.add(one("duration_seconds", check.check(), at, check.took().toNanos() / 1e9));
        return series;
    }

    private static SeriesSamples one(String what, String check, long at, double value) {
        Labels labels = Labels.of(Labels.NAME, "holdfast_check_" + what, "check", check);
        return SeriesSamples.one(labels, at, value);
    }
}
