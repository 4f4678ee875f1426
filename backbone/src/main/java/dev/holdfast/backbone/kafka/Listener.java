package dev.holdfast.backbone.kafka;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;

import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// Reads our topics, partition by partition: a batch is taken in first, its offset committed after.
/// A batch that cannot be taken in is read again; the other partitions go on meanwhile.
///
/// It also knows which partitions have been read to the end that they had when they came to us: until
/// then a desk that decides waits ([#upToDate]).
public final class Listener implements Runnable, ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration AFTER_FAULT = Duration.ofSeconds(1);
    private static final int PACKS_LANE = -1;

    private final Map<String, Object> settings;
    private final Collection<Topic> topics;
    private final int partitions;
    private final Consumer<List<ConsumerRecord<byte[], byte[]>>> take;
    private final Map<TopicPartition, Long> catchUpTo = new HashMap<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private boolean joined;
    private volatile Set<Integer> current = Set.of();
    private volatile boolean caughtUp;
    private volatile boolean stopping;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;

    /// @param partitions of our five topics
    /// @param take takes in a batch of one partition, all or (by throwing) nothing; called by several
    ///     threads at once, for different keys
    public Listener(
            Map<String, Object> settings,
            Collection<Topic> topics,
            int partitions,
            Consumer<List<ConsumerRecord<byte[], byte[]>>> take) {
        this.settings = settings;
        this.topics = topics;
        this.partitions = partitions;
        this.take = take;
    }

    /// True when all events of this scope's partitions that were there when we got them are read.
    public boolean upToDate(Scope scope) {
        return current.contains(EventCodec.partition(scope, partitions));
    }

    /// The partitions that are ours and read.
    public Set<Integer> current() {
        return current;
    }

    /// How many of the partitions are ours and read.
    public int partitionsUpToDate() {
        return current.size();
    }

    /// True when all of every partition that is ours is read, as far as it went when it came to us;
    /// also for an instance that has none.
    public boolean caughtUp() {
        return caughtUp;
    }

    @Override
    public void run() {
        while (!stopping) {
            try (KafkaConsumer<byte[], byte[]> kafka = new KafkaConsumer<>(settings)) {
                consumer = kafka;
                kafka.subscribe(topics.stream().map(Topic::title).toList(), this);
                while (!stopping) {
                    poll(kafka);
                }
            } catch (WakeupException e) {
                LOG.debug("Stopping to read: {}", e.toString());
            } catch (KafkaException e) {
                LOG.warn("Reading {} stops and starts anew in 1 s", topics, e);
                pause();
            } catch (RuntimeException | StackOverflowError e) {
                LOG.error(
                        "Reading {} failed and starts anew in 1 s: a fault of this service",
                        topics,
                        e);
                pause();
            } finally {
                consumer = null;
                current = Set.of();
                caughtUp = false;
                joined = false;
                catchUpTo.clear();
                committed.clear();
            }
        }
    }

    private void poll(KafkaConsumer<byte[], byte[]> kafka) {
        ConsumerRecords<byte[], byte[]> polled = kafka.poll(POLL);
        Set<TopicPartition> taken = takeAll(polled);
        boolean fault = false;
        for (TopicPartition tp : polled.partitions()) {
            if (!taken.contains(tp)) {
                List<ConsumerRecord<byte[], byte[]>> batch = polled.records(tp);
                kafka.seek(tp, batch.getFirst().offset());
                fallsBehind(kafka, tp, batch.getLast().offset() + 1);
                fault = true;
            }
        }
        commit(kafka);
        catchUp(kafka);
        if (fault) {
            pause();
        }
    }

    /// Also where nothing but the marks of transactions was read, so that the group's offsets tell
    /// everybody how far everything is taken in ([Progress]).
    private void commit(KafkaConsumer<byte[], byte[]> kafka) {
        Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
        for (TopicPartition tp : kafka.assignment()) {
            long position = kafka.position(tp);
            if (position != committed.getOrDefault(tp, -1L)) {
                done.put(tp, new OffsetAndMetadata(position));
            }
        }
        if (done.isEmpty()) {
            return;
        }
        try {
            kafka.commitSync(done, Duration.ofSeconds(10));
            done.forEach((tp, offset) -> committed.put(tp, offset.offset()));
        } catch (RebalanceInProgressException e) {
            LOG.debug(
                    "{} partitions are committed after the rebalance: {}",
                    done.size(),
                    e.toString());
        }
    }

    /// Packs first. Then partitions of different numbers at once, since a key has the same number on
    /// all topics; those of one number one after the other, triggers first. Answers what was taken.
    private Set<TopicPartition> takeAll(ConsumerRecords<byte[], byte[]> polled) {
        Set<TopicPartition> taken = ConcurrentHashMap.newKeySet();
        Map<Integer, List<TopicPartition>> lanes = new TreeMap<>();
        for (TopicPartition tp : polled.partitions()) {
            int lane = tp.topic().equals(Topic.PACKS.title()) ? PACKS_LANE : tp.partition();
            lanes.computeIfAbsent(lane, _ -> new ArrayList<>()).add(tp);
        }
        List<TopicPartition> packs = lanes.remove(PACKS_LANE);
        if (packs != null) {
            takeInTurn(polled, packs, taken);
        }
        if (lanes.size() == 1) {
            lanes.values().forEach(lane -> takeInTurn(polled, lane, taken));
        } else if (!lanes.isEmpty()) {
            // Closing waits for all of them.
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                lanes.values()
                        .forEach(lane -> threads.execute(() -> takeInTurn(polled, lane, taken)));
            }
        }
        return taken;
    }

    private void takeInTurn(
            ConsumerRecords<byte[], byte[]> polled,
            List<TopicPartition> lane,
            Set<TopicPartition> taken) {
        lane.sort(Comparator.comparing(tp -> Topic.named(tp.topic()).orElseThrow()));
        for (TopicPartition tp : lane) {
            List<ConsumerRecord<byte[], byte[]>> batch = polled.records(tp);
            try {
                take.accept(batch);
                taken.add(tp);
            } catch (RuntimeException e) {
                LOG.warn(
                        "{} records of {} from offset {} are not taken in and read again: {}",
                        batch.size(),
                        tp,
                        batch.getFirst().offset(),
                        e.toString());
            }
        }
    }

    /// While a batch cannot be taken in, its partition is not up to date any more.
    private void fallsBehind(KafkaConsumer<byte[], byte[]> kafka, TopicPartition tp, long atLeast) {
        long end = atLeast;
        try {
            end = Math.max(end, kafka.endOffsets(List.of(tp), AFTER_FAULT).getOrDefault(tp, 0L));
        } catch (KafkaException e) {
            LOG.debug("The end of {} is not known: {}", tp, e.toString());
        }
        catchUpTo.merge(tp, end, Math::max);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
        KafkaConsumer<byte[], byte[]> kafka = consumer;
        if (kafka != null) {
            joined = true;
            catchUpTo.putAll(kafka.endOffsets(assigned));
            catchUp(kafka);
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
        revoked.forEach(catchUpTo::remove);
        revoked.forEach(committed::remove);
        Set<Integer> left = new HashSet<>(current);
        revoked.forEach(tp -> left.remove(tp.partition()));
        current = Set.copyOf(left);
    }

    private void catchUp(KafkaConsumer<byte[], byte[]> kafka) {
        if (!catchUpTo.isEmpty()) {
            catchUpTo.entrySet().removeIf(e -> kafka.position(e.getKey()) >= e.getValue());
        }
        Set<Integer> behind = new HashSet<>();
        catchUpTo.keySet().forEach(tp -> behind.add(tp.partition()));
        Set<Integer> ready = new HashSet<>();
        for (TopicPartition tp : kafka.assignment()) {
            if (!behind.contains(tp.partition())) {
                ready.add(tp.partition());
            }
        }
        if (!ready.equals(current)) {
            current = Set.copyOf(ready);
        }
        caughtUp = joined && behind.isEmpty();
    }

    /// Ends the reading after the batch in hand.
    public void stop() {
        stopping = true;
        KafkaConsumer<byte[], byte[]> kafka = consumer;
        if (kafka != null) {
            kafka.wakeup();
        }
    }

    private void pause() {
        try {
            Thread.sleep(AFTER_FAULT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }
}
