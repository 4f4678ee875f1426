package dev.holdfast.detector;

import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.events.TriggerEvent.TriggerRaised;
import dev.holdfast.backbone.kafka.EventCodec;
import dev.holdfast.backbone.kafka.KafkaSettings;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/// The whole detector with its broker under an open load: from the moment a probe's sample is sent until its
/// `trigger.raised` is committed and read, and what a sample costs.
///
///     java -cp … dev.holdfast.detector.WholeDetector SYSTEMS SERIES SECONDS [INSTANCES [THREADS]]
public final class WholeDetector {
    private static final Duration WARM = Duration.ofSeconds(70);

    private final LoadedHouse house;
    private final Queue<Double> latencies = new ConcurrentLinkedQueue<>();
    private volatile boolean measuring;
    private volatile boolean done;

    private WholeDetector(LoadedHouse house) {
        this.house = house;
    }

    public static void main(String[] arguments) throws Exception {
        int instances = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 1;
        int threads = arguments.length > 4 ? Integer.parseInt(arguments[4]) : 1;
        try (var house =
                new LoadedHouse(
                        Integer.parseInt(arguments[0]),
                        Integer.parseInt(arguments[1]),
                        "-XX:+UseSerialGC",
                        "-Xmx%dm".formatted(2_400 / instances),
                        "-Xmn%dm".formatted(800 / instances))) {
            for (int i = 0; i < instances; i++) {
                house.detector("i" + i, threads);
            }
            house.apply();
            house.begin();
            new WholeDetector(house).measure(Integer.parseInt(arguments[2]));
        }
        System.exit(0);
    }

    private void measure(int seconds) throws Exception {
        Thread listener = Thread.ofPlatform().start(this::listen);
        Thread.sleep(WARM); // the windows of a minute are full then, and the code is compiled
        var logs = new LogSizes(house.kafka.bootstrapServers());
        var costs = new Costs(house.processes());
        long before = house.sent.get();
        house.behind.set(0);
        measuring = true;
        Thread.sleep(Duration.ofSeconds(seconds));
        measuring = false;
        long samples = house.sent.get() - before;
        String cost = costs.toString();
        double micros = 1e6 * costs.allBut("load") / samples;
        String grown = logs.grown(samples);
        Thread.sleep(2_000);
        done = true;
        listener.join();
        double[] all = latencies.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        System.out.printf(
                "%d series at 1/s, %d rules: %.0f samples/s taken for %d s; %d requests failed, sent at most %d ms late; %.2f µs of CPU a sample, detectors and broker together%n%s%n%s%n",
                house.series(),
                house.rules(),
                samples / (double) seconds,
                seconds,
                house.failed.get(),
                house.behind.get(),
                micros,
                cost,
                grown);
        System.out.printf(
                "sample to be sent to trigger.raised read, %d of them, %d of all unanswered: p50 %.0f, p90 %.0f, p99 %.0f, worst %.0f ms%n",
                all.length,
                house.probes.size(),
                at(all, 0.5),
                at(all, 0.9),
                at(all, 0.99),
                at(all, 1));
        for (DetectorProcess detector : house.detectors) {
            System.out.println(
                    detector.ask("/prometheus")
                            .body()
                            .lines()
                            .filter(line -> line.startsWith("holdfast_detector"))
                            .toList());
        }
    }

    private static double at(double[] sorted, double share) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[(int) Math.min(sorted.length - 1, share * sorted.length)];
    }

    private void listen() {
        var settings = KafkaSettings.consumer(house.kafka.bootstrapServers(), "unused", "probe");
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
        try (var consumer = new KafkaConsumer<byte[], byte[]>(settings)) {
            var partitions =
                    IntStream.range(0, Topic.TRIGGERS.partitions())
                            .mapToObj(p -> new TopicPartition(Topic.TRIGGERS.title(), p))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            while (!done) {
                consumer.poll(Duration.ofMillis(50))
                        .forEach(record -> {
                            long now = System.nanoTime();
                            var event = EventCodec.decode(record);
                            if (event.data() instanceof TriggerRaised raised
                                    && raised.trigger().rule().equals("Probe")) {
                                String key =
                                        event.scope().system() + "@" + event.time().toEpochMilli();
                                Long began = house.probes.remove(key);
                                if (began != null && measuring) {
                                    latencies.add((now - began) / 1e6);
                                }
                            }
                        });
            }
        }
    }
}
