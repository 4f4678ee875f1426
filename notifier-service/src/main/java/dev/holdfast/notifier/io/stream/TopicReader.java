package dev.holdfast.notifier.io.stream;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.kafka.EventCodec;
import dev.holdfast.notifier.domain.stream.Happening;
import dev.holdfast.notifier.domain.stream.Position;
import dev.holdfast.notifier.flow.LiveFeed;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// The one reader of all partitions of all five topics. It belongs to no group: every instance of
/// the service sees everything, and commits nothing.
public final class TopicReader implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final StreamConsumers consumers;
    private final LiveFeed feed;
    private final InstantSource clock;
    private volatile boolean stopped;

    public TopicReader(StreamConsumers consumers, LiveFeed feed, InstantSource clock) {
        this.consumers = consumers;
        this.feed = feed;
        this.clock = clock;
    }

    /// Reads until stopped; after a fault it goes on where it was.
    @Override
    public void run() {
        boolean started = false;
        boolean created = false;
        while (!stopped && !Thread.currentThread().isInterrupted()) {
            created = created || consumers.topicsAreThere();
            if (!created) {
                pause();
                continue;
            }
            try (Consumer<byte[], byte[]> consumer = consumers.open("live")) {
                if (!started) {
                    feed.startsAt(consumers.since(consumer, clock.instant()));
                    started = true;
                }
                follow(consumer);
            } catch (WakeupException | InterruptException _) {
                return;
            } catch (KafkaException e) {
                LOG.warn("The live stream waits {} for Kafka: {}", PAUSE, e.toString());
                pause();
            } catch (RuntimeException e) {
                LOG.error("The live stream broke and goes on where it was in {}", PAUSE, e);
                pause();
            }
        }
    }

    public void stop() {
        stopped = true;
    }

    private void follow(Consumer<byte[], byte[]> consumer) {
        StreamConsumers.seek(consumer, feed.reached());
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (!stopped) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            records.forEach(r -> read(r).ifPresent(feed::accept));
            if (!feed.isComplete()) {
                caughtUp(consumer, ends);
            }
        }
    }

    /// Transactions leave gaps in the offsets, so the consumer's position counts, not the records.
    private void caughtUp(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        boolean all =
                ends.entrySet().stream()
                        .allMatch(e -> consumer.position(e.getKey()) >= e.getValue());
        if (all) {
            Position here = feed.reached();
            for (TopicPartition p : consumer.assignment()) {
                here =
                        here.at(
                                Topic.named(p.topic()).orElseThrow(),
                                p.partition(),
                                consumer.position(p));
            }
            feed.passed(here);
            feed.complete();
            LOG.info("The live stream has read all there was and goes on with what comes");
        }
    }

    /// The event of a record; what cannot be read is said and passed over, since the console shows
    /// and does not decide.
    static Optional<Happening> read(ConsumerRecord<byte[], byte[]> record) {
        try {
            Envelope<Event> event = EventCodec.decode(record);
            return Optional.of(
                    new Happening(
                            Topic.named(record.topic()).orElseThrow(),
                            record.partition(),
                            record.offset(),
                            event));
        } catch (RuntimeException e) {
            LOG.warn(
                    "The live stream passes over {}-{} at {}: {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.toString());
            return Optional.empty();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
