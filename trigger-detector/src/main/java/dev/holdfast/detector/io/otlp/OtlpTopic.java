package dev.holdfast.detector.io.otlp;

import dev.holdfast.detector.flow.intake.Door;
import dev.holdfast.detector.io.kafka.IntakeTopics;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/// OTLP on Kafka as the OpenTelemetry Collector's exporter writes it (encoding `otlp_proto`): the
/// value is one request, the key means nothing.
public final class OtlpTopic implements IntakeTopics.Reader {
    private final Door door;

    public OtlpTopic(Door door) {
        this.door = door;
    }

    @Override
    public void take(ConsumerRecord<byte[], byte[]> record) {
        OtlpReading reading;
        try {
            reading = OtlpMapping.read(record.value() == null ? new byte[0] : record.value());
        } catch (OtlpMapping.Unreadable e) {
            throw new IntakeTopics.Unreadable(String.valueOf(e.getMessage()), e);
        }
        door.measured(reading.measured());
    }
}
