package dev.holdfast.executor.whole;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.kafka.EventCodec;
import dev.holdfast.backbone.kafka.KafkaSettings;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.local.LocalKafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/// Speaks as decision-service does, and hears what the executor says.
final class Wire implements AutoCloseable {
    private static final Duration LISTEN = Duration.ofMillis(100);

    private final Scope scope;
    private final KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                    KafkaSettings.producer(LocalKafka.shared().bootstrapServers(), "test"));
    private final KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(
                    KafkaSettings.consumer(
                            LocalKafka.shared().bootstrapServers(),
                            "test-" + UUID.randomUUID(),
                            "test"));
    private final List<Envelope<Event>> heard = new ArrayList<>();
    private long sequence;

    /// Hears only what is said of this system and of the whole house.
    Wire(Scope scope) {
        this.scope = scope;
        List<TopicPartition> all =
                IntStream.range(0, Topic.ROLLBACKS.partitions())
                        .mapToObj(p -> new TopicPartition(Topic.ROLLBACKS.title(), p))
                        .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
    }

    void says(Scope about, Event event) {
        var envelope =
                new Envelope<>(
                        UUID.randomUUID().toString(),
                        about,
                        Instant.now(),
                        ++sequence,
                        null,
                        null,
                        null,
                        null,
                        event);
        send(EventCodec.encode(Topic.INCIDENTS, "decision-service", envelope));
    }

    void offers(PackFiles pack) {
        send(
                new ProducerRecord<>(
                        Topic.PACKS.title(),
                        0,
                        pack.name().getBytes(StandardCharsets.UTF_8),
                        Json.bytes(pack)));
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        try {
            producer.send(record).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /// Everything of this type that was said so far.
    <E extends Event> List<E> heard(Class<E> type) {
        for (ConsumerRecord<byte[], byte[]> r : consumer.poll(LISTEN)) {
            Envelope<Event> e = EventCodec.decode(r);
            if (Set.of(scope.system(), "holdfast").contains(e.scope().system())) {
                heard.add(e);
            }
        }
        return heard.stream().map(Envelope::data).filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }
}
