package dev.holdfast.detector.io.samples;

import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.kafka.EventCodec;
import dev.holdfast.backbone.kafka.KafkaSettings;
import dev.holdfast.detector.flow.samples.Addressed;
import dev.holdfast.detector.flow.samples.Arrival;
import dev.holdfast.detector.flow.samples.SampleLog;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/// The intake's producer: idempotent, acknowledged by all replicas.
public final class KafkaSampleLog implements SampleLog, AutoCloseable {
    private final Producer<byte[], byte[]> producer;
    private final AtomicLong failedTicks = new AtomicLong();
    private volatile boolean failing;

    public KafkaSampleLog(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    public static KafkaSampleLog open(String bootstrap, String instance) {
        return new KafkaSampleLog(new KafkaProducer<>(settings(bootstrap, instance)));
    }

    /// Effective settings of the intake's producer.
    public static Map<String, Object> settings(String bootstrap, String instance) {
        Map<String, Object> settings =
                KafkaSettings.producer(bootstrap, "holdfast-intake-" + instance);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 6 << 20);
        return settings;
    }

    @Override
    public void append(List<Addressed> arrivals) {
        List<Future<RecordMetadata>> sent = new ArrayList<>(arrivals.size());
        try {
            for (Addressed a : arrivals) {
                sent.add(producer.send(record(a)));
            }
            for (Future<RecordMetadata> acknowledged : sent) {
                acknowledged.get();
            }
            failing = false;
        } catch (ExecutionException | KafkaException e) {
            refuse(e);
            failing = true;
            throw new Unavailable(
                    "%s did not take %d records: %s. Nothing was confirmed to the sender, who may repeat it."
                            .formatted(Topic.SAMPLES.title(), arrivals.size(), e.getMessage()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("Interrupted while waiting for " + Topic.SAMPLES.title(), e);
        }
    }

    private static void refuse(Exception e) {
        Throwable cause =
                e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
        if (cause instanceof RecordTooLargeException || cause instanceof SerializationException) {
            throw new Refused(
                    "%s never takes it: %s".formatted(Topic.SAMPLES.title(), cause.getMessage()),
                    e);
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // a lost tick is followed by the next
    public void tick(Collection<Integer> partitions, long at) {
        byte[] tick = ArrivalCodec.encode(new Arrival.Tick(at));
        for (int partition : partitions) {
            producer.send(
                    new ProducerRecord<>(Topic.SAMPLES.title(), partition, at, null, tick),
                    (_, e) -> {
                        failing = e != null;
                        if (e != null) {
                            failedTicks.incrementAndGet();
                        }
                    });
        }
    }

    /// Whether the last attempt failed.
    public boolean failing() {
        return failing;
    }

    public long failedTicks() {
        return failedTicks.get();
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }

    /// The producer itself, for what goes elsewhere with the same promise, such as dead letters.
    public Producer<byte[], byte[]> producer() {
        return producer;
    }

    private static ProducerRecord<byte[], byte[]> record(Addressed a) {
        return new ProducerRecord<>(
                Topic.SAMPLES.title(),
                EventCodec.partition(a.scope(), Topic.SAMPLES.partitions()),
                a.scope().key().getBytes(StandardCharsets.UTF_8),
                ArrivalCodec.encode(a.arrival()));
    }
}
