package dev.holdfast.detector.flow.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.PackManifest;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;
import dev.holdfast.detector.flow.samples.Addressed;
import dev.holdfast.detector.flow.samples.Arrival;
import dev.holdfast.detector.flow.samples.MemoryLog;
import dev.holdfast.detector.flow.samples.SampleLog;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

class DoorTest {
    private static final Scope SHOP = Scope.of("shop", "production");

    private final MemoryLog log = new MemoryLog();
    private final Unmatched unmatched = new Unmatched();
    private final Routes routes =
            Routes.of(
                    List.of(
                            pack("shop", "{system: 'shop|store', env: prod.*}"),
                            pack("fleet", "{env: prod.*}"),
                            pack("silent", "{}")));
    private final Door door =
            new Door(log, () -> routes, unmatched, InstantSource.fixed(Instant.EPOCH));

    @Test
    void a_series_goes_to_every_pack_that_matches_it() {
        assertThat(door.measured(List.of(series("system", "shop", "env", "production")))).isOne();
        assertThat(log.appended)
                .extracting(Addressed::scope)
                .containsExactlyInAnyOrder(SHOP, Scope.of("fleet", "production"));
    }

    /// A day of one series at one a second: as one record the broker would never take it.
    @Test
    void many_samples_of_one_series_go_in_several_records() {
        long[] times = LongStream.range(0, 86_400).toArray();
        var day =
                new SeriesSamples(
                        series("env", "production").samples().labels(),
                        times,
                        new double[times.length]);

        door.measured(List.of(Measured.of(day)));

        List<Arrival.Batch> records = log.of(Arrival.Batch.class);
        assertThat(records)
                .hasSizeGreaterThan(2)
                .allSatisfy(record -> assertThat(times(record)).hasSizeLessThan(40_000));
        assertThat(records.stream().flatMapToLong(r -> Arrays.stream(times(r))).toArray())
                .isEqualTo(times);
    }

    @Test
    void a_pattern_matches_the_whole_value_or_not_at_all() {
        door.measured(List.of(series("system", "shopping", "env", "production")));
        assertThat(log.appended)
                .extracting(Addressed::scope)
                .containsExactly(Scope.of("fleet", "production"));
        assertThat(routes.of(Map.of("system", "store", "env", "prod"))).contains(SHOP);
        assertThat(routes.of(Map.of("system", "shop", "env", "preprod"))).isEmpty();
    }

    @Test
    void what_nobody_asks_for_is_counted_and_named() {
        door.measured(List.of(series("env", "test"), series("env", "test")));
        assertThat(log.appended).isEmpty();
        assertThat(unmatched.total()).isEqualTo(2);
        assertThat(unmatched.list().getFirst().name()).isEqualTo("up");
        assertThat(unmatched.list().getFirst().example()).containsEntry("env", "test");
    }

    @Test
    void a_series_may_be_matched_by_what_is_known_about_it() {
        var samples = SeriesSamples.one(Labels.of("__name__", "up"), 1, 1);
        door.measured(List.of(new Measured(samples, Map.of("env", "prod"), false)));
        var batch = (Arrival.Batch) log.appended.getFirst().arrival();
        assertThat(batch.series().getFirst().labels()).isEqualTo(samples.labels());
    }

    @Test
    void a_signal_goes_to_whom_its_sender_names_or_whom_its_attributes_match() {
        var signal = new Arrival.Signal("1", "complaint", Map.of("env", "prod"), 1);
        assertThat(door.signalled(signal, List.of(SHOP))).containsExactly(SHOP);
        assertThat(door.signalled(signal, List.of(Scope.of("other", "x"))))
                .containsExactly(Scope.of("fleet", "production"));
        assertThat(door.signalled(new Arrival.Signal("2", "x", Map.of(), 1), List.of())).isEmpty();
    }

    @Test
    void a_large_request_becomes_records_that_the_broker_takes() {
        List<Measured> many =
                java.util.stream.IntStream.range(0, 20_000)
                        .mapToObj(i -> series("env", "prod", "n", "series-number-" + i))
                        .toList();
        assertThat(door.measured(many)).isEqualTo(20_000);
        assertThat(log.appended).hasSizeGreaterThan(1);
        assertThat(log.of(Arrival.Batch.class).stream().mapToInt(b -> b.series().size()).sum())
                .isEqualTo(20_000);
    }

    @Test
    void nothing_is_confirmed_while_the_log_is_away() {
        log.away = true;
        assertThatThrownBy(() -> door.measured(List.of(series("env", "prod"))))
                .isInstanceOf(SampleLog.Unavailable.class);
        assertThat(door.samplesIn()).isZero();
    }

    private static long[] times(Arrival.Batch record) {
        return record.series().stream().flatMapToLong(one -> Arrays.stream(one.times())).toArray();
    }

    private static Measured series(String... labels) {
        return Measured.of(SeriesSamples.one(Labels.of(labels).with("__name__", "up"), 1, 1));
    }

    private static PackManifest pack(String system, String match) {
        String yaml =
                "system: %s\nowner: me\nenvironments:\n  production:\n    match: %s\n"
                        .formatted(system, match);
        return PackManifest.read(PackFiles.of(system, Map.of("pack.yml", yaml)), new Problems())
                .orElseThrow();
    }
}
