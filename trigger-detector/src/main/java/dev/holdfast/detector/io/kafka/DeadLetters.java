package dev.holdfast.detector.io.kafka;

import dev.holdfast.backbone.events.Topic;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeaders;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;

/// Keeps unreadable records of the outside inputs: as they came, with where from and why.
public final class DeadLetters {
    private final Producer<byte[], byte[]> producer;
    private final Runnable buried;

    /// @param buried is told of each
    public DeadLetters(Producer<byte[], byte[]> producer, Runnable buried) {
        this.producer = producer;
        this.buried = buried;
    }

    /// Returns when it is kept; throws `KafkaException` when it is not, so the record is read again.
    public void bury(ConsumerRecord<byte[], byte[]> record, RuntimeException cause) {
        RecordHeaders headers = new RecordHeaders(record.headers());
        headers.add("holdfast_topic", bytes(record.topic()));
        headers.add("holdfast_partition", bytes(Integer.toString(record.partition())));
        headers.add("holdfast_offset", bytes(Long.toString(record.offset())));
        headers.add("holdfast_cause", bytes(String.valueOf(cause)));
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(
                        Topic.DEAD_LETTERS.title(),
                        null,
                        null,
                        record.key(),
                        record.value(),
                        headers);
        try {
            producer.send(letter).get();
            buried.run();
        } catch (ExecutionException e) {
            throw new KafkaException("A dead letter was not taken", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while burying a record", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
