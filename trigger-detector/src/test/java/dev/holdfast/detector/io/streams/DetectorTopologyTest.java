package dev.holdfast.detector.io.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.detector.domain.series.SeriesSamples;
import dev.holdfast.detector.flow.samples.Arrival;
import dev.holdfast.detector.flow.stream.Shop;
import dev.holdfast.detector.flow.stream.Windows;
import dev.holdfast.detector.io.samples.ArrivalCodec;

import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

class DetectorTopologyTest {
    private static final Scope SHOP = Scope.of("shop", "local");

    @TempDir Path folder;

    private final StreamCounts counts = new StreamCounts();

    @Test
    void samples_become_one_raised_and_one_cleared_trigger() {
        try (var driver = driver("a")) {
            pipe(driver, Shop.log(60));
            var said = triggers(driver);
            assertThat(said)
                    .extracting(DetectorTopologyTest::type)
                    .containsExactly(
                            "dev.holdfast.trigger.raised.v1", "dev.holdfast.trigger.cleared.v1");
            assertThat(header(said.getFirst(), "ce_sequence")).isEqualTo("1");
            assertThat(header(said.getFirst(), "ce_subject")).isEqualTo("shop/local");
            assertThat(new String(said.getFirst().key(), StandardCharsets.UTF_8))
                    .isEqualTo("shop/local");
        }
    }

    @Test
    void a_restart_from_what_the_store_holds_neither_loses_nor_doubles() {
        var log = Shop.log(60);
        for (int point : new int[] {1, 120, 230, 250, 262, 400}) {
            var said = new ArrayList<String>();
            List<KeyValue<Bytes, byte[]>> kept = new ArrayList<>();
            try (var driver = driver("before" + point)) {
                pipe(driver, log.subList(0, point));
                triggers(driver).forEach(r -> said.add(header(r, "ce_id")));
                store(driver).all().forEachRemaining(kept::add);
            }
            try (var driver = driver("after" + point)) {
                store(driver).putAll(kept);
                pipe(driver, log.subList(point, log.size()), true);
                triggers(driver).forEach(r -> said.add(header(r, "ce_id")));
            }
            assertThat(said).as("restart after record %d", point).isEqualTo(whole(log));
        }
    }

    @Test
    void an_unreadable_record_is_buried_and_the_stream_goes_on() {
        try (var driver = driver("c")) {
            input(driver)
                    .pipeInput("shop/local".getBytes(StandardCharsets.UTF_8), new byte[] {9, 9});
            input(driver)
                    .pipeInput("NOT A KEY".getBytes(StandardCharsets.UTF_8), bytes(Shop.scrape(1)));
            pipe(driver, Shop.log(60));
            assertThat(triggers(driver)).hasSize(2);
            var letters = output(driver, "holdfast.dead-letters").readRecordsToList();
            assertThat(letters).hasSize(2);
            assertThat(header(letters.getFirst(), "holdfast_cause")).contains("version 9");
            assertThat(counts.deadLetters()).isEqualTo(2);
        }
    }

    @Test
    void rules_that_the_engine_refuses_are_buried_and_the_ones_before_stay() {
        try (var driver = driver("e")) {
            var log = Shop.log(60);
            pipe(driver, log.subList(0, 100));
            pipe(driver, List.of(Shop.rules(2, "groups: [{name: g, rules: [{}]}]", Duration.ZERO)));
            pipe(driver, log.subList(100, log.size()));
            assertThat(triggers(driver))
                    .extracting(r -> header(r, "ce_packdigest"))
                    .containsExactly("digest-1", "digest-1");
            assertThat(output(driver, "holdfast.dead-letters").readRecordsToList()).hasSize(1);
        }
    }

    @Test
    void samples_that_come_too_late_are_kept_and_repeats_are_not() {
        try (var driver = driver("f")) {
            pipe(driver, Shop.log(60));
            pipe(driver, List.of(Shop.scrape(60), Shop.scrape(60)));
            assertThat(output(driver, "holdfast.late").isEmpty()).isTrue();

            SeriesSamples known = Shop.scrape(3).series().getFirst();
            var early =
                    Arrival.Batch.of(
                            List.of(SeriesSamples.one(known.labels(), known.times()[0] + 1, 7)));
            pipe(driver, List.of(early));

            var late = output(driver, "holdfast.late").readRecordsToList();
            assertThat(late).hasSize(1);
            assertThat(new String(late.getFirst().key(), StandardCharsets.UTF_8))
                    .isEqualTo("shop/local");
            assertThat(late.getFirst().value()).isEqualTo(bytes(early));
        }
    }

    /// The first sample of a key may come before the first tick, from a host whose clock is a year ahead.
    @Test
    void no_sample_moves_a_new_keys_time_into_the_future() {
        try (var driver = driver("g")) {
            byte[] key = SHOP.key().getBytes(StandardCharsets.UTF_8);
            long ahead = Shop.BEGIN + Duration.ofDays(365).toMillis();
            var wrong =
                    Arrival.Batch.of(
                            List.of(
                                    SeriesSamples.one(
                                            Shop.scrape(0).series().getFirst().labels(),
                                            ahead,
                                            1)));
            input(driver).pipeInput(new TestRecord<>(key, bytes(wrong), null, Shop.BEGIN));
            pipe(driver, Shop.log(60));
            assertThat(triggers(driver)).hasSize(2);
        }
    }

    @Test
    void of_a_drill_that_has_ended_nothing_is_kept_but_its_counters() {
        var drill = new Scope("shop", "local", "friday");
        byte[] key = drill.key().getBytes(StandardCharsets.UTF_8);
        try (var driver = driver("h")) {
            for (Arrival a : Shop.log(60)) {
                input(driver)
                        .pipeInput(
                                a instanceof Arrival.Tick(long at)
                                        ? new TestRecord<>(null, bytes(a), null, at)
                                        : new TestRecord<>(key, bytes(a), null, Shop.BEGIN));
            }
            var end =
                    new Arrival.PackSwitch(
                            9, "", Arrival.Settings.DEFAULTS, new java.util.TreeMap<>(), 9);
            input(driver).pipeInput(new TestRecord<>(key, bytes(end), null, Shop.BEGIN));
            var left = new ArrayList<Bytes>();
            store(driver).all().forEachRemaining(entry -> left.add(entry.key));
            assertThat(left).hasSize(1);
            assertThat(StoreMemory.scopes(store(driver))).isEmpty();
            long said = triggers(driver).size();

            input(driver)
                    .pipeInput(new TestRecord<>(key, bytes(Shop.scrape(70)), null, Shop.BEGIN));
            assertThat(StoreMemory.scopes(store(driver)))
                    .as("what comes after its end leaves nothing")
                    .isEmpty();
            input(driver).pipeInput(new TestRecord<>(key, bytes(Shop.rules(10)), null, Shop.BEGIN));
            assertThat(StoreMemory.scopes(store(driver))).containsExactly(drill);
            assertThat(said).isEqualTo(2);
        }
    }

    @Test
    void a_pack_is_answered_once_however_often_it_is_asked_for() {
        try (var driver = driver("d")) {
            byte[] key = "shop/*".getBytes(StandardCharsets.UTF_8);
            for (long offset : new long[] {4, 4, 5, 4}) {
                input(driver)
                        .pipeInput(key, bytes(new Arrival.PackAnswer(offset, "abc", List.of(), 1)));
            }
            assertThat(triggers(driver))
                    .extracting(r -> header(r, "ce_sequence"))
                    .containsExactly("1", "2");
        }
    }

    private List<String> whole(List<Arrival> log) {
        try (var driver = driver("whole")) {
            pipe(driver, log);
            return triggers(driver).stream().map(r -> header(r, "ce_id")).toList();
        }
    }

    private TopologyTestDriver driver(String name) {
        Properties settings = StreamsSettings.of("unused:1", "1", folder.resolve(name), 1, 0);
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        return new TopologyTestDriver(DetectorTopology.of(new Windows(), counts), settings);
    }

    private static KeyValueStore<Bytes, byte[]> store(TopologyTestDriver driver) {
        return driver.getKeyValueStore(DetectorTopology.MEMORY);
    }

    private static void pipe(TopologyTestDriver driver, List<Arrival> log) {
        pipe(driver, log, false);
    }

    /// After a restart the key is known only by its store: a first record of it opens it.
    private static void pipe(TopologyTestDriver driver, List<Arrival> log, boolean wake) {
        var input = input(driver);
        byte[] key = SHOP.key().getBytes(StandardCharsets.UTF_8);
        if (wake) {
            input.pipeInput(key, bytes(Arrival.Batch.of(List.of())));
        }
        for (Arrival a : log) {
            input.pipeInput(
                    a instanceof Arrival.Tick(long at)
                            ? new TestRecord<>(null, bytes(new Arrival.Tick(at + 999)), null, at)
                            : new TestRecord<>(key, bytes(a), null, Shop.BEGIN));
        }
    }

    private static byte[] bytes(Arrival arrival) {
        return ArrivalCodec.encode(arrival);
    }

    private static TestInputTopic<byte[], byte[]> input(TopologyTestDriver driver) {
        return driver.createInputTopic(
                "holdfast.samples", new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static org.apache.kafka.streams.TestOutputTopic<byte[], byte[]> output(
            TopologyTestDriver driver, String topic) {
        return driver.createOutputTopic(
                topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static List<TestRecord<byte[], byte[]>> triggers(TopologyTestDriver driver) {
        return output(driver, "holdfast.triggers").readRecordsToList();
    }

    private static String type(TestRecord<byte[], byte[]> record) {
        return header(record, "ce_type");
    }

    private static String header(TestRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
