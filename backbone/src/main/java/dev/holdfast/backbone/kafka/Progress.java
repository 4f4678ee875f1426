package dev.holdfast.backbone.kafka;

import static java.util.stream.Collectors.toMap;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Tells of any scope whether everything that was written of it has been taken in, whichever instance
/// reads it: the broker knows how far each log goes, and how far our group has come. Offsets are
/// committed after what they stand for is in the database ([Listener]).
public final class Progress implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final String bootstrap;
    private final String group;
    private final List<Topic> topics;
    private @Nullable Admin admin;
    private boolean closed;

    /// @param group of the instances
    /// @param topics that they read; each with as many partitions
    public Progress(String bootstrap, String group, Collection<Topic> topics) {
        this.bootstrap = bootstrap;
        this.group = group;
        this.topics = List.copyOf(topics);
    }

    /// Waits, at most `most`, until everything is taken in that was written of the scope before this
    /// call; false when it is not, or when Kafka does not say.
    ///
    /// @param here true when this instance reads the scope itself and has
    public boolean readToEnd(Scope scope, Duration most, BooleanSupplier here) {
        long until = System.nanoTime() + most.toNanos();
        Map<TopicPartition, Long> ends = Map.of();
        while (true) {
            if (here.getAsBoolean()) {
                return true;
            }
            long left = until - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            try {
                Map<TopicPartition, Long> come = committed(left);
                if (ends.isEmpty()) {
                    ends = ends(scope, left);
                    if (anew(come, ends)) {
                        ends = Map.of();
                    }
                }
                if (!ends.isEmpty() && all(come, ends)) {
                    return true;
                }
            } catch (ExecutionException | TimeoutException | KafkaException e) {
                LOG.debug("How far {} of {} is read is not known: {}", scope, group, e.toString());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private static boolean all(Map<TopicPartition, Long> come, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .allMatch(e -> come.getOrDefault(e.getKey(), 0L) >= e.getValue());
    }

    /// A log that ends before what was read of it is not the one that was read.
    private static boolean anew(Map<TopicPartition, Long> come, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .anyMatch(e -> come.getOrDefault(e.getKey(), 0L) > e.getValue());
    }

    private Map<TopicPartition, Long> committed(long nanos)
            throws ExecutionException, TimeoutException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> all =
                said(
                        client().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(),
                        nanos);
        Map<TopicPartition, Long> come = new HashMap<>();
        all.forEach((tp, o) -> {
            // Null where nothing was ever committed.
            if (o != null) {
                come.put(tp, o.offset());
            }
        });
        return come;
    }

    /// The ends as a reader of committed records sees them.
    private Map<TopicPartition, Long> ends(Scope scope, long nanos)
            throws ExecutionException, TimeoutException, InterruptedException {
        Map<TopicPartition, OffsetSpec> asked =
                topics.stream()
                        .collect(
                                toMap(
                                        t ->
                                                new TopicPartition(
                                                        t.title(),
                                                        EventCodec.partition(
                                                                scope, t.partitions())),
                                        _ -> OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        said(
                        client().listOffsets(
                                        asked,
                                        new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                                .all(),
                        nanos)
                .forEach((tp, o) -> ends.put(tp, o.offset()));
        return ends;
    }

    private static <T> T said(KafkaFuture<T> future, long nanos)
            throws ExecutionException, TimeoutException, InterruptedException {
        return future.get(nanos, TimeUnit.NANOSECONDS);
    }

    /// Made when it is needed first: an instance that reads everything itself needs none.
    private synchronized Admin client() {
        Admin open = admin;
        if (closed) {
            throw new KafkaException("Nothing is asked any more: this instance ends");
        }
        if (open == null) {
            open = Admin.create(KafkaAccess.admin(bootstrap));
            admin = open;
        }
        return open;
    }

    @Override
    public synchronized void close() {
        Admin open = admin;
        admin = null;
        closed = true;
        if (open != null) {
            open.close(Duration.ofSeconds(1));
        }
    }
}
