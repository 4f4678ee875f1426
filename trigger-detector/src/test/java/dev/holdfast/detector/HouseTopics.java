package dev.holdfast.detector;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.IncidentEvent.PackActivated;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.kafka.EventCodec;
import dev.holdfast.backbone.kafka.KafkaSettings;
import dev.holdfast.backbone.kafka.Topics;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.detector.io.kafka.ActivePackTopic;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
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
import java.util.Map;

/// The rest of the house as the detector sees it: its topics.
final class HouseTopics implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private long activations;

    HouseTopics(String bootstrap) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            Topics.ensure(admin);
            ActivePackTopic.ensure(admin);
        }
        producer = new KafkaProducer<>(KafkaSettings.producer(bootstrap, "house"));
        var settings = KafkaSettings.consumer(bootstrap, "unused", "house");
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        consumer = new KafkaConsumer<>(settings);
    }

    void offers(PackFiles pack) throws Exception {
        send(new ProducerRecord<>(Topic.PACKS.title(), bytes(pack.name()), Json.bytes(pack)));
    }

    void activates(PackFiles pack) throws Exception {
        Instant now = Instant.now();
        var event = new PackActivated(pack.name(), pack.digest(), now);
        tells(Topic.INCIDENTS, Scope.pack(pack.name()), event, ++activations);
    }

    void tells(Topic topic, Scope scope, Event event, long sequence) throws Exception {
        send(
                EventCodec.encode(
                        topic,
                        "test",
                        new Envelope<>(
                                scope + topic.title() + sequence,
                                scope,
                                Instant.now(),
                                sequence,
                                null,
                                null,
                                null,
                                null,
                                event)));
    }

    void send(ProducerRecord<byte[], byte[]> record) throws Exception {
        producer.send(record).get();
    }

    /// Every committed record of the topic, oldest first in each partition.
    List<ConsumerRecord<byte[], byte[]>> records(Topic topic) {
        var partitions =
                consumer.partitionsFor(topic.title()).stream()
                        .map(p -> new TopicPartition(p.topic(), p.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        var ends = consumer.endOffsets(partitions);
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
            consumer.poll(Duration.ofMillis(100)).forEach(all::add);
        }
        return all;
    }

    /// Committed triggers of one key, in order.
    List<Envelope<Event>> triggers(Scope scope) {
        return records(Topic.TRIGGERS).stream()
                .map(EventCodec::decode)
                .filter(e -> e.scope().equals(scope))
                .toList();
    }

    <E extends Event> List<E> triggers(Scope scope, Class<E> kind) {
        return triggers(scope).stream()
                .map(Envelope::data)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
