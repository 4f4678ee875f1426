package dev.holdfast.detector.io.streams;

import dev.holdfast.backbone.kafka.KafkaAccess;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.UsePartitionTimeOnInvalidTimestamp;

import java.nio.file.Path;
import java.util.Properties;

/// The settings of the stream, each with its reason.
public final class StreamsSettings {
    public static final String APPLICATION = "holdfast-detector";

    private StreamsSettings() {}

    /// @param instance name of this instance, the same after a restart, another for each instance
    /// @param standbys copies of the state on other instances, ready to take over
    public static Properties of(
            String bootstrap, String instance, Path folder, int threads, int standbys) {
        Properties p = new Properties();
        p.putAll(KafkaAccess.settings());
        p.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
        p.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        p.put(StreamsConfig.CLIENT_ID_CONFIG, APPLICATION + "-" + instance);
        p.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        p.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        p.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, standbys);
        p.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, -1);

        // A transition is committed by itself at once; this is for the quiet rest.
        p.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        p.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1_000);
        p.put(StreamsConfig.POLL_MS_CONFIG, 20);
        p.put(
                StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG,
                UsePartitionTimeOnInvalidTimestamp.class);

        // What a killed instance left open hides later records for this long at most.
        p.put(producer(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 3_000);
        p.put(producer(ProducerConfig.ACKS_CONFIG), "all");
        p.put(producer(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG), true);
        p.put(producer(ProducerConfig.LINGER_MS_CONFIG), 5);
        p.put(producer(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG), 2_900);
        p.put(producer(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG), 2_000);
        p.put(producer(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), 6 << 20);
        p.put(producer(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");

        // Static membership needs the classic protocol; a restart finds its partitions again.
        p.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        p.put(consumer(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), APPLICATION + "-" + instance);
        p.put(consumer(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6_000);
        p.put(consumer(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 1_500);
        p.put(consumer(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        p.put(consumer(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), 50);
        p.put(consumer(ConsumerConfig.METADATA_MAX_AGE_CONFIG), 10_000);
        return p;
    }

    /// The settings with `host:port` under which other instances reach this one. A port that nobody can know (0 or less)
    /// is not told.
    public static Properties reachable(Properties settings, String advertised) {
        int port = Integer.parseInt(advertised.substring(advertised.lastIndexOf(':') + 1));
        if (port > 0) {
            settings.put(StreamsConfig.APPLICATION_SERVER_CONFIG, advertised);
        }
        return settings;
    }

    private static String producer(String name) {
        return StreamsConfig.producerPrefix(name);
    }

    /// Of the consumer that reads the samples; the restoring one has its own.
    private static String consumer(String name) {
        return StreamsConfig.mainConsumerPrefix(name);
    }
}
