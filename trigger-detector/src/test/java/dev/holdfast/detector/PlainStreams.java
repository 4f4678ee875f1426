package dev.holdfast.detector;

import dev.holdfast.detector.domain.engine.ProcedureLoad;
import dev.holdfast.local.LocalKafka;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.TimeWindows;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;

/// What somebody would build instead: one windowed aggregation in the DSL of Kafka Streams over the same series, a record a
/// sample. A rule that looks back a minute and moves with every ten seconds, exactly once, its state in RocksDB.
///
///     java -cp … dev.holdfast.detector.PlainStreams SYSTEMS SERIES SECONDS
///
/// It writes so many seconds of samples first, then starts and tells how long it takes for them. `PlainStreams run
/// BOOTSTRAP FOLDER` is the program itself, in a process of its own.
public final class PlainStreams {
    private static final String IN = "plain-samples";
    private static final String OUT = "plain-alerts";
    private static final String NAME = "plain";

    private PlainStreams() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("run")) {
            new KafkaStreams(rules().build(), settings(arguments[1], arguments[2])).start();
            return;
        }
        Path folder = Files.createTempDirectory("plain");
        try (var kafka = LocalKafka.start(folder.resolve("kafka"));
                var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(
                            List.of(
                                    new NewTopic(IN, 8, (short) 1),
                                    new NewTopic(OUT, 8, (short) 1)))
                    .all()
                    .get();
            long samples =
                    write(
                            kafka.bootstrapServers(),
                            Integer.parseInt(arguments[0]),
                            Integer.parseInt(arguments[1]),
                            Integer.parseInt(arguments[2]));
            consume(kafka, admin, folder, samples);
        }
        System.exit(0);
    }

    /// Errors in a hundred over the last minute of each route: the first of our twenty rules, without its ratio.
    private static StreamsBuilder rules() {
        var builder = new StreamsBuilder();
        builder.stream(IN, Consumed.with(Serdes.String(), Serdes.Double()))
                .groupByKey()
                .windowedBy(
                        TimeWindows.ofSizeWithNoGrace(Duration.ofMinutes(1))
                                .advanceBy(Duration.ofSeconds(10)))
                .aggregate(
                        () -> 0.0,
                        (_, value, sum) -> sum + value,
                        Materialized.with(Serdes.String(), Serdes.Double()))
                .toStream()
                .filter((_, sum) -> sum < 0)
                .map((window, sum) -> org.apache.kafka.streams.KeyValue.pair(window.key(), sum))
                .to(OUT, Produced.with(Serdes.String(), Serdes.Double()));
        return builder;
    }

    private static Properties settings(String bootstrap, String folder) {
        var p = new Properties();
        p.put(StreamsConfig.APPLICATION_ID_CONFIG, NAME);
        p.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        p.put(StreamsConfig.STATE_DIR_CONFIG, folder);
        p.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, -1);
        p.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
        p.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        p.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        return p;
    }

    private static long write(String bootstrap, int systems, int series, int seconds) {
        var load = new ProcedureLoad(series);
        List<String> keys = new ArrayList<>();
        for (int system = 0; system < systems; system++) {
            for (int i = 0; i < load.size(); i++) {
                keys.add("system-" + system + "/" + load.series().get(i));
            }
        }
        long begin = System.currentTimeMillis() - seconds * 1_000L;
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrap, "linger.ms", 20, "batch.size", 200_000);
        try (var producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            for (int second = 0; second < seconds; second++) {
                for (int k = 0; k < keys.size(); k++) {
                    byte[] value = new byte[8];
                    ByteBuffer.wrap(value).putDouble(load.next(k % load.size()));
                    var _ =
                            producer.send(
                                    new ProducerRecord<>(
                                            IN, null, begin + second * 1_000L, keys.get(k), value));
                }
            }
        }
        return (long) keys.size() * seconds;
    }

    private static void consume(LocalKafka kafka, Admin admin, Path folder, long samples)
            throws Exception {
        var logs = new LogSizes(kafka.bootstrapServers());
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-Xmx2g",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                PlainStreams.class.getName(),
                                "run",
                                kafka.bootstrapServers(),
                                folder.resolve("state").toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start();
        try {
            Map<String, Long> processes = new LinkedHashMap<>();
            processes.put("streams", process.pid());
            processes.put("broker", kafka.pid());
            while (done(admin) == 0) {
                Thread.sleep(100);
            }
            long first = done(admin);
            var costs = new Costs(processes);
            long began = System.nanoTime();
            long end = ends(admin);
            Duration most = Duration.ofSeconds(150);
            while (done(admin) < end && System.nanoTime() - began < most.toNanos()) {
                Thread.sleep(100);
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            long taken = done(admin) - first;
            System.out.printf(
                    "Kafka Streams DSL, one windowed sum, exactly once: %.0f samples/s, %.2f µs of CPU a sample, streams and broker together (%d of %d samples)%n%s%n%s%n",
                    taken / seconds,
                    1e6 * (costs.of("streams") + costs.of("broker")) / taken,
                    taken,
                    samples,
                    costs,
                    logs.grown(taken));
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static long done(Admin admin) throws Exception {
        return admin
                .listConsumerGroupOffsets(NAME)
                .partitionsToOffsetAndMetadata()
                .get()
                .values()
                .stream()
                .filter(java.util.Objects::nonNull)
                .mapToLong(offset -> offset.offset())
                .sum();
    }

    private static long ends(Admin admin) throws Exception {
        Map<TopicPartition, OffsetSpec> all = new LinkedHashMap<>();
        IntStream.range(0, 8).forEach(p -> all.put(new TopicPartition(IN, p), OffsetSpec.latest()));
        return admin.listOffsets(all).all().get().values().stream()
                .mapToLong(info -> info.offset())
                .sum();
    }
}
