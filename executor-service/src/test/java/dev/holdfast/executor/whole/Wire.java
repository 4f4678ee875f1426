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
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/// Speaks as decision-service does, and hears what the executor says.
final class Wire implements AutoCloseable {
    private static final Duration LISTEN = Duration.ofMillis(100);

    private final String system;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<Envelope<Event>> heard = new ArrayList<>();
    private final String brokers;
    private long sequence;

    /// Hears only what is said of this system and of the whole house.
    Wire(Scope scope) {
        this(scope.system(), LocalKafka.shared().bootstrapServers());
    }

    Wire(String system, String brokers) {
        this.system = system;
        this.brokers = brokers;
        producer = new KafkaProducer<>(KafkaSettings.producer(brokers, "test"));
        consumer =
                new KafkaConsumer<>(
                        KafkaSettings.consumer(brokers, "test-" + UUID.randomUUID(), "test"));
        List<TopicPartition> all =
                IntStream.range(0, Topic.ROLLBACKS.partitions())
                        .mapToObj(p -> new TopicPartition(Topic.ROLLBACKS.title(), p))
                        .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
    }

    void says(Scope about, Event event) {
        says(about, event, null);
    }

    /// @param pack the version that it is said with; null for the current one
    void says(Scope about, Event event, @Nullable String pack) {
        var envelope =
                new Envelope<>(
                        UUID.randomUUID().toString(),
                        about,
                        Instant.now(),
                        ++sequence,
                        null,
                        null,
                        pack,
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
            if (Set.of(system, "holdfast").contains(e.scope().system())) {
                heard.add(e);
            }
        }
        return heard.stream().map(Envelope::data).filter(type::isInstance).map(type::cast).toList();
    }

    /// Every record of every topic, headers included, one text each.
    List<String> everything() {
        List<String> all = new ArrayList<>();
        List<TopicPartition> partitions =
                consumer.listTopics().values().stream()
                        .flatMap(List::stream)
                        .map(p -> new TopicPartition(p.topic(), p.partition()))
                        .filter(p -> !p.topic().startsWith("__"))
                        .toList();
        try (KafkaConsumer<byte[], byte[]> reader =
                new KafkaConsumer<>(
                        KafkaSettings.consumer(brokers, "test-" + UUID.randomUUID(), "test"))) {
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(p -> reader.position(p) < ends.getOrDefault(p, 0L))) {
                reader.poll(LISTEN).forEach(r -> all.add(text(r)));
            }
        }
        return all;
    }

    private static String text(ConsumerRecord<byte[], byte[]> r) {
        StringBuilder text = new StringBuilder(r.topic());
        for (byte[] part : new byte[][] {r.key(), r.value()}) {
            if (part != null) {
                text.append('\n').append(new String(part, StandardCharsets.UTF_8));
            }
        }
        r.headers()
                .forEach(h ->
                        text.append('\n').append(new String(h.value(), StandardCharsets.UTF_8)));
        return text.toString();
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }
}
