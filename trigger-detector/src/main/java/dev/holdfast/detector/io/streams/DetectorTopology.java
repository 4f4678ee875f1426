package dev.holdfast.detector.io.streams;

import dev.holdfast.backbone.events.Topic;
import dev.holdfast.detector.flow.stream.Windows;

import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

import java.util.Map;

/// The one sub-topology: samples → one processor → triggers.
public final class DetectorTopology {
    static final String MEMORY = "memory";
    static final String TRIGGERS = "triggers";
    static final String DEAD_LETTERS = "dead-letters";
    static final String LATE = "late";
    private static final String SAMPLES = "samples";
    private static final String KEYS = "keys";

    private DetectorTopology() {}

    public static Topology of(Windows windows, StreamCounts counts) {
        var read = new ByteArrayDeserializer();
        var write = new ByteArraySerializer();
        return new Topology()
                .addSource(AutoOffsetReset.earliest(), SAMPLES, read, read, Topic.SAMPLES.title())
                .addProcessor(KEYS, () -> new KeyProcessor(windows, counts), SAMPLES)
                .addStateStore(memory(), KEYS)
                .addStateStore(new IdentityStore.Builder(), KEYS)
                .addSink(TRIGGERS, Topic.TRIGGERS.title(), write, write, KEYS)
                .addSink(LATE, Topic.LATE.title(), write, write, KEYS)
                .addSink(DEAD_LETTERS, Topic.DEAD_LETTERS.title(), write, write, KEYS);
    }

    /// In memory, with a changelog whose small segments are soon compacted, so that a restart reads
    /// little more than what is alive.
    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> memory() {
        return Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(MEMORY), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingEnabled(
                        Map.of(
                                TopicConfig.SEGMENT_BYTES_CONFIG, "16777216",
                                TopicConfig.SEGMENT_MS_CONFIG, "600000",
                                TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.2",
                                TopicConfig.DELETE_RETENTION_MS_CONFIG, "600000",
                                TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "6291456"))
                .withCachingDisabled();
    }
}
