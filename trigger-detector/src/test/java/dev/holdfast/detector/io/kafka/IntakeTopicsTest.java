package dev.holdfast.detector.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.backbone.events.Topic;
import dev.holdfast.detector.flow.samples.SampleLog;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

class IntakeTopicsTest {
    private final MockProducer<byte[], byte[]> letters =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final AtomicLong buried = new AtomicLong();
    private final List<Long> taken = new ArrayList<>();

    private IntakeTopics topics(RuntimeException second) {
        IntakeTopics.Reader reader =
                record -> {
                    if (record.offset() == 1) {
                        throw second;
                    }
                    taken.add(record.offset());
                };
        return new IntakeTopics(
                Map.of(Topic.OTLP, reader), new DeadLetters(letters, buried::incrementAndGet));
    }

    private static List<ConsumerRecord<byte[], byte[]>> three() {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (long offset = 0; offset < 3; offset++) {
            records.add(
                    new ConsumerRecord<>(
                            Topic.OTLP.title(), 0, offset, new byte[0], new byte[] {1}));
        }
        return records;
    }

    /// Read again it would fail again, and nothing behind it would ever come in.
    @Test
    void a_record_that_its_reader_fails_on_is_buried_and_the_next_are_taken() {
        topics(new SampleLog.Refused("too large", new IllegalStateException())).accept(three());
        assertThat(taken).containsExactly(0L, 2L);
        assertThat(letters.history()).hasSize(1);
        assertThat(buried).hasValue(1);
    }

    @Test
    void when_the_log_is_away_the_batch_comes_again() {
        assertThatThrownBy(() -> topics(new SampleLog.Unavailable("away")).accept(three()))
                .isInstanceOf(SampleLog.Unavailable.class);
        assertThat(letters.history()).isEmpty();
    }
}
