package dev.holdfast.detector.io.signals;

import dev.holdfast.backbone.kafka.EventCodec;
import dev.holdfast.detector.flow.intake.Door;
import dev.holdfast.detector.io.kafka.IntakeTopics;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// CloudEvents on `holdfast.signals`, in binary and structured mode.
public final class SignalTopic implements IntakeTopics.Reader {
    private static final String PREFIX = "ce_";

    private final Door door;

    public SignalTopic(Door door) {
        this.door = door;
    }

    @Override
    public void take(ConsumerRecord<byte[], byte[]> record) {
        for (CloudEventReader.Incoming event : read(record)) {
            door.signalled(event.signal(), event.named());
        }
    }

    static List<CloudEventReader.Incoming> read(ConsumerRecord<byte[], byte[]> record) {
        Instant received = Instant.ofEpochMilli(Math.max(0, record.timestamp()));
        byte[] value = record.value() == null ? new byte[0] : record.value();
        String type = EventCodec.optional(record.headers(), "content-type");
        if (type != null && type.startsWith("application/cloudevents-batch")) {
            return CloudEventReader.batch(value, received);
        }
        if (EventCodec.optional(record.headers(), PREFIX + "id") == null) {
            return List.of(CloudEventReader.structured(value, received));
        }
        Map<String, String> attributes = new TreeMap<>();
        for (Header h : record.headers()) {
            if (h.key().startsWith(PREFIX) && h.value() != null) {
                attributes.put(
                        h.key().substring(PREFIX.length()),
                        new String(h.value(), StandardCharsets.UTF_8));
            }
        }
        if (type != null) {
            attributes.put("datacontenttype", type);
        }
        return List.of(CloudEventReader.binary(attributes, value, received));
    }
}
