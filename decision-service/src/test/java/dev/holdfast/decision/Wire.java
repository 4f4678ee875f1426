package dev.holdfast.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.EventId;
import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.PackAccepted;
import dev.holdfast.backbone.events.RollbackEvent;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.events.VerificationEvent;
import dev.holdfast.backbone.events.VerificationRequested;
import dev.holdfast.backbone.kafka.EventCodec;
import dev.holdfast.backbone.kafka.KafkaSettings;
import dev.holdfast.backbone.kafka.Topics;
import dev.holdfast.local.LocalKafka;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// We, as the other four services, at the real broker. What was written before it was opened is not
/// heard.
public final class Wire implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Set<Topic> READ =
            Set.of(Topic.TRIGGERS, Topic.ROLLBACKS, Topic.VERIFICATIONS, Topic.NOTIFICATIONS);

    private final String name = "wire-" + UUID.randomUUID();
    private final AtomicLong sent = new AtomicLong();
    private final ConcurrentLinkedQueue<Envelope<Event>> heard = new ConcurrentLinkedQueue<>();
    private final KafkaProducer<byte[], byte[]> kafka;
    private final Consumer<Envelope<Event>> told;
    private final Predicate<Envelope<Event>> kept;
    private final Thread ear;
    private final CountDownLatch listening = new CountDownLatch(1);
    private volatile boolean over;

    public Wire() {
        this(_ -> {}, _ -> true);
    }

    /// @param told of each event as it is heard
    /// @param kept which of them are kept to be looked at later
    Wire(Consumer<Envelope<Event>> told, Predicate<Envelope<Event>> kept) {
        this.told = told;
        this.kept = kept;
        String bootstrap = LocalKafka.shared().bootstrapServers();
        kafka = new KafkaProducer<>(KafkaSettings.producer(bootstrap, name));
        // Whoever is first on this broker makes the topics; what is not there cannot be listened
        // to.
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            var _ = Topics.ensure(admin);
            ear = Thread.ofVirtual().start(() -> listen(bootstrap));
            assertThat(listening.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("it listens")
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public void tell(Topic topic, Scope scope, Event event) {
        long n = sent.incrementAndGet();
        Envelope<Event> e =
                new Envelope<>(
                        EventId.of(name, n),
                        scope,
                        Instant.now(),
                        n,
                        null,
                        null,
                        null,
                        null,
                        event);
        try {
            var _ = kafka.send(EventCodec.encode(topic, "test", e)).get();
        } catch (InterruptedException problem) {
            Thread.currentThread().interrupt();
            throw new AssertionError(problem);
        } catch (ExecutionException problem) {
            throw new AssertionError(problem);
        }
    }

    /// The other four take a pack.
    public void accept(String pack, String digest) {
        Map.of(
                        "trigger-detector", Topic.TRIGGERS,
                        "executor-service", Topic.ROLLBACKS,
                        "verifier-service", Topic.VERIFICATIONS,
                        "notifier-service", Topic.NOTIFICATIONS)
                .forEach((service, topic) ->
                        tell(
                                topic,
                                Scope.pack(pack),
                                new PackAccepted(service, digest, Instant.now())));
    }

    /// Everything that decision-service wrote, in the order in which we heard it.
    public Stream<Envelope<Event>> all() {
        return heard.stream();
    }

    public <E extends Event> Stream<E> all(Class<E> type, Scope scope) {
        return heard.stream()
                .filter(e -> e.scope().equals(scope))
                .map(Envelope::data)
                .filter(type::isInstance)
                .map(type::cast);
    }

    public <E extends Event> E hear(Class<E> type) {
        return hear(type, _ -> true);
    }

    public <E extends Event> E hear(Class<E> type, Predicate<E> which) {
        return first(() -> heard.stream().map(Envelope::data), type, which);
    }

    public <E extends Event> E hear(Class<E> type, Scope scope) {
        return first(() -> all(type, scope), type, _ -> true);
    }

    /// As the executor does what was ordered, and the verifier proves it.
    void does(Scope s, RollbackOrdered o) {
        Instant now = Instant.now();
        tell(
                Topic.ROLLBACKS,
                s,
                new RollbackEvent.RollbackStarted(
                        o.incident(), o.rollback(), o.planHash(), 1, 1, now));
        tell(
                Topic.ROLLBACKS,
                s,
                new RollbackEvent.RollbackCompleted(
                        o.incident(), o.rollback(), o.from(), o.to(), o.at(), now));
        VerificationRequested v = hear(VerificationRequested.class, s);
        tell(
                Topic.VERIFICATIONS,
                s,
                new VerificationEvent.VerificationPassed(
                        v.incident(), v.rollback(), v.verification(), v.stage(), "5 of 5", now));
    }

    /// Waits until decision-service has taken in, and put on record that it has, all that was written.
    void awaitRead() {
        Map<TopicPartition, OffsetSpec> all = new HashMap<>();
        for (Topic topic : READ) {
            for (int i = 0; i < topic.partitions(); i++) {
                all.put(new TopicPartition(topic.title(), i), OffsetSpec.latest());
            }
        }
        var committed = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", LocalKafka.shared().bootstrapServers()))) {
            await().atMost(PATIENCE)
                    .until(() -> {
                        var ends = admin.listOffsets(all, committed).all().get();
                        var come =
                                admin.listConsumerGroupOffsets("decision-service")
                                        .partitionsToOffsetAndMetadata()
                                        .get();
                        return ends.entrySet().stream()
                                .allMatch(e -> {
                                    var at = come.get(e.getKey());
                                    return e.getValue().offset() <= (at == null ? 0 : at.offset());
                                });
                    });
        }
    }

    private static <E extends Event> E first(
            java.util.function.Supplier<Stream<? extends Event>> from,
            Class<E> type,
            Predicate<E> which) {
        List<E> found = new ArrayList<>();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    Optional<E> e =
                            from.get()
                                    .filter(type::isInstance)
                                    .map(type::cast)
                                    .filter(which)
                                    .findFirst();
                    e.ifPresent(found::add);
                    return e.isPresent();
                });
        return found.getFirst();
    }

    private void listen(String bootstrap) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(KafkaSettings.consumer(bootstrap, name, name))) {
            List<TopicPartition> all = new ArrayList<>();
            for (int i = 0; i < Topic.INCIDENTS.partitions(); i++) {
                all.add(new TopicPartition(Topic.INCIDENTS.title(), i));
            }
            consumer.assign(all);
            consumer.seekToEnd(all);
            all.forEach(consumer::position);
            listening.countDown();
            while (!over) {
                for (ConsumerRecord<byte[], byte[]> r : consumer.poll(Duration.ofMillis(50))) {
                    Envelope<Event> e = EventCodec.decode(r);
                    if (kept.test(e)) {
                        heard.add(e);
                    }
                    told.accept(e);
                }
            }
        }
    }

    @Override
    public void close() {
        over = true;
        try {
            ear.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kafka.close();
    }
}
