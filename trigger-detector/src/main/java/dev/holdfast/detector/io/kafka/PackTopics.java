package dev.holdfast.detector.io.kafka;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.EventTypes;
import dev.holdfast.backbone.events.IncidentEvent.PackActivated;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.kafka.EventCodec;
import dev.holdfast.backbone.kafka.KafkaSettings;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.detector.flow.packs.ActivePack;
import dev.holdfast.detector.flow.packs.PackDesk;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads everything about packs, whole and from the beginning, in every instance: which ones were
/// current, which are offered, which are activated. No group: each instance needs all of it.
public final class PackTopics implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PackTopics.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration AFTER_FAULT = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final String ACTIVATED = EventTypes.of(PackActivated.class);

    private final String bootstrap;
    private final String instance;
    private final PackDesk desk;
    private final Thread thread;
    private volatile boolean stopping;

    public PackTopics(String bootstrap, String instance, PackDesk desk) {
        this.bootstrap = bootstrap;
        this.instance = instance;
        this.desk = desk;
        this.thread = Thread.ofVirtual().name("packs").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /// Effective settings of its consumer.
    public static Map<String, Object> settings(String bootstrap, String instance) {
        Map<String, Object> settings =
                KafkaSettings.consumer(bootstrap, "unused", "holdfast-packs-" + instance);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        return settings;
    }

    /// Lets the poll of the moment end, so that the consumer leaves in peace; only a broker that does
    /// not answer makes it interrupt.
    @Override
    public void close() {
        stopping = true;
        try {
            if (thread.isAlive() && !thread.join(PATIENCE)) {
                thread.interrupt();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            thread.interrupt();
        }
    }

    private void run() {
        while (!stopping) {
            try (Consumer<byte[], byte[]> consumer =
                    new KafkaConsumer<>(settings(bootstrap, instance))) {
                read(consumer);
            } catch (RuntimeException e) {
                if (!stopping) {
                    LOG.warn("Reading the packs begins anew in 1 s: {}", e.toString());
                    pause();
                }
            }
        }
    }

    private void read(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> all = new ArrayList<>();
        for (String topic :
                List.of(ActivePackTopic.NAME, Topic.PACKS.title(), Topic.INCIDENTS.title())) {
            for (PartitionInfo p : consumer.partitionsFor(topic)) {
                all.add(new TopicPartition(topic, p.partition()));
            }
        }
        consumer.assign(all);
        consumer.seekToBeginning(all);
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(all));
        while (!stopping) {
            // What was current comes first, since later news refers to it; the packs before the
            // activations of the same poll, for the same reason.
            var polled = consumer.poll(POLL);
            polled.records(ActivePackTopic.NAME).forEach(this::remembered);
            polled.records(Topic.PACKS.title()).forEach(this::offered);
            polled.records(Topic.INCIDENTS.title()).forEach(this::incident);
            if (!desk.isCaughtUp()) {
                ends.entrySet().removeIf(e -> consumer.position(e.getKey()) >= e.getValue());
                if (ends.isEmpty()) {
                    desk.caughtUp();
                    LOG.info("{} packs are current", desk.active().size());
                }
            }
        }
    }

    private void remembered(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() != null) {
            try {
                desk.remembered(Json.read(record.value(), ActivePack.class));
            } catch (Json.Unreadable e) {
                LOG.error("A current pack at {} cannot be read", record.offset(), e);
            }
        }
    }

    private void offered(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() != null) {
            try {
                desk.offered(record.offset(), Json.read(record.value(), PackFiles.class));
            } catch (Json.Unreadable | IllegalArgumentException e) {
                LOG.error(
                        "The pack at offset {} cannot be read and is passed over",
                        record.offset(),
                        e);
            }
        }
    }

    private void incident(ConsumerRecord<byte[], byte[]> record) {
        if (ACTIVATED.equals(EventCodec.optional(record.headers(), "ce_type"))) {
            try {
                activated(EventCodec.decode(record));
            } catch (EventCodec.Unreadable e) {
                LOG.error("The activation at offset {} cannot be read", record.offset(), e);
            }
        }
    }

    private void activated(Envelope<Event> event) {
        if (event.data() instanceof PackActivated a) {
            desk.activated(a.pack(), a.digest(), event.sequence(), a.at().toEpochMilli());
        }
    }

    private void pause() {
        try {
            Thread.sleep(AFTER_FAULT);
        } catch (InterruptedException _) {
            stopping = true;
        }
    }
}
