package dev.holdfast.detector.io.kafka;

import dev.holdfast.backbone.events.Topic;
import dev.holdfast.detector.flow.samples.SampleLog;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// What comes in by Kafka: each topic's records go to its reader. A record that its reader cannot
/// read, or fails on, is kept with the dead letters, and the stream goes on; when the log is away, the batch is
/// read again later.
public final class IntakeTopics implements Consumer<List<ConsumerRecord<byte[], byte[]>>> {
    private final Map<Topic, Reader> readers;
    private final DeadLetters deadLetters;

    /// Takes one record of a topic.
    public interface Reader {
        /// @throws Unreadable when nobody can ever read it
        /// @throws dev.holdfast.detector.flow.samples.SampleLog.Unavailable when it must come again
        void take(ConsumerRecord<byte[], byte[]> record);
    }

    /// A record that makes no sense.
    public static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Unreadable(String message, Exception cause) {
            super(message, cause);
        }
    }

    public IntakeTopics(Map<Topic, Reader> readers, DeadLetters deadLetters) {
        this.readers = Map.copyOf(readers);
        this.deadLetters = deadLetters;
    }

    public Set<Topic> topics() {
        return readers.keySet();
    }

    @Override
    public void accept(List<ConsumerRecord<byte[], byte[]>> batch) {
        for (ConsumerRecord<byte[], byte[]> record : batch) {
            Reader reader = Topic.named(record.topic()).map(readers::get).orElseThrow();
            try {
                reader.take(record);
            } catch (SampleLog.Unavailable e) {
                throw e;
            } catch (RuntimeException e) {
                // What it fails on once it fails on for ever: one record must not keep the others
                // out.
                deadLetters.bury(record, e);
            }
        }
    }
}
