package dev.holdfast.detector.io.signals;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.detector.flow.intake.DrillDoor;
import dev.holdfast.detector.io.kafka.IntakeTopics;

import io.micronaut.http.HttpRequest;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.time.Instant;
import java.util.List;

/// CloudEvents of drills: read like signals, but they go through the drills' door.
public final class DrillEvents implements IntakeTopics.Reader {
    private static final String DRILL = "drill";

    private final DrillDoor door;

    /// Those on `holdfast.drills`, which only drill tools may write.
    public DrillEvents(DrillDoor door) {
        this.door = door;
    }

    /// One event, on its way to the door.
    public record Drilled(CloudEventReader.Incoming event) {
        /// Lets it in and answers the key that it has reached.
        public Scope to(DrillDoor door) {
            return door.signalled(
                    event.signal(), event.named(), event.signal().attributes().get(DRILL));
        }
    }

    /// Those of one request.
    public static List<Drilled> read(HttpRequest<?> request, byte[] body, Instant received) {
        return SignalController.read(request, body, received).stream().map(Drilled::new).toList();
    }

    @Override
    public void take(ConsumerRecord<byte[], byte[]> record) {
        for (CloudEventReader.Incoming event : SignalTopic.read(record)) {
            try {
                var _ = new Drilled(event).to(door);
            } catch (DrillDoor.Unknown e) {
                throw new IntakeTopics.Unreadable(String.valueOf(e.getMessage()), e);
            }
        }
    }
}
