package dev.holdfast.detector.io.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;
import dev.holdfast.detector.domain.series.Stale;
import dev.holdfast.detector.flow.samples.Arrival;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

class ArrivalCodecTest {
    private static final Labels REQUESTS =
            Labels.of("__name__", "requests_total", "route", "/köln", "job", "shop");

    @Test
    void samples_come_back_bit_by_bit() {
        var series =
                new SeriesSamples(
                        REQUESTS,
                        new long[] {1_700_000_000_000L, 1_700_000_000_500L, 1_699_999_999_999L},
                        new double[] {1.5, Stale.MARKER, Double.NEGATIVE_INFINITY});
        var delta = SeriesSamples.one(Labels.of("__name__", "d"), -5, Double.NaN);

        var read = (Arrival.Batch) back(new Arrival.Batch(List.of(series), List.of(delta)));

        assertThat(read.series()).hasSize(1);
        assertThat(read.series().getFirst().labels()).isEqualTo(REQUESTS);
        assertThat(read.series().getFirst().times()).isEqualTo(series.times());
        assertThat(bits(read.series().getFirst())).isEqualTo(bits(series));
        assertThat(read.deltas().getFirst().times()).containsExactly(-5);
        assertThat(bits(read.deltas().getFirst())).isEqualTo(bits(delta));
    }

    @Test
    void ticks_signals_answers_and_switches_come_back() {
        var settings =
                new Arrival.Settings(
                        "promql-2",
                        Duration.ofSeconds(3),
                        Duration.ofMillis(200),
                        Duration.ofHours(2));
        for (Arrival a :
                List.of(
                        new Arrival.Tick(1_700_000_000_123L),
                        new Arrival.Signal("id", "complaint", Map.of("component", "backend"), 42),
                        new Arrival.PackAnswer(7, "abc", List.of("triggers.yml:1:2: wrong"), 9),
                        new Arrival.PackSwitch(
                                3,
                                "abc",
                                settings,
                                new TreeMap<>(Map.of("triggers.yml", "groups: []")),
                                5),
                        Arrival.PackSwitch.none(),
                        Arrival.Batch.of(List.of()))) {
            assertThat(back(a)).isEqualTo(a);
        }
    }

    @Test
    void another_version_is_refused_by_name() {
        byte[] bytes = ArrivalCodec.encode(new Arrival.Tick(1));
        bytes[0] = 2;
        assertThatThrownBy(() -> ArrivalCodec.decode(bytes)).hasMessageContaining("version 2");
    }

    @Test
    void a_record_cut_anywhere_is_refused() {
        byte[] bytes =
                ArrivalCodec.encode(Arrival.Batch.of(List.of(SeriesSamples.one(REQUESTS, 1, 2))));
        for (int n = 0; n < bytes.length; n++) {
            byte[] cut = Arrays.copyOf(bytes, n);
            assertThatThrownBy(() -> ArrivalCodec.decode(cut))
                    .isInstanceOf(ByteReader.Unreadable.class);
        }
    }

    @Property(tries = 3000)
    void hostile_bytes_are_read_or_refused(@ForAll byte[] bytes, @ForAll boolean ours) {
        if (ours && bytes.length > 1) {
            bytes[0] = 1;
            bytes[1] = (byte) (Math.floorMod(bytes[1], 5) + 1);
        }
        try {
            assertThat(ArrivalCodec.decode(bytes)).isNotNull();
        } catch (ByteReader.Unreadable e) {
            assertThat(e).hasMessageMatching(".+");
        }
    }

    @Test
    void a_claimed_billion_items_allocates_nothing() {
        var out = new ByteWriter(16);
        out.one(1);
        out.one(1);
        out.count(1_000_000_000L);
        assertThatThrownBy(() -> ArrivalCodec.decode(out.toBytes()))
                .hasMessageContaining("announces 1000000000 items");
    }

    private static Arrival back(Arrival arrival) {
        return ArrivalCodec.decode(ArrivalCodec.encode(arrival));
    }

    private static long[] bits(SeriesSamples s) {
        return Arrays.stream(s.values()).mapToLong(Double::doubleToRawLongBits).toArray();
    }
}
