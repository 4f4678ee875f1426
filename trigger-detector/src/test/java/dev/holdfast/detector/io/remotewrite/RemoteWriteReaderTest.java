package dev.holdfast.detector.io.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.detector.Hostile;
import dev.holdfast.detector.domain.series.SeriesSamples;
import dev.holdfast.detector.domain.series.Stale;

import org.junit.jupiter.api.Test;

import java.util.List;

class RemoteWriteReaderTest {
    private static final byte[] UP =
            Requests.series(
                    List.of(Requests.sample(1, 2000), Requests.sample(0, 1000)),
                    "__name__",
                    "up",
                    "job",
                    "shop",
                    "empty",
                    "");

    @Test
    void version_1_says_series_with_their_samples_in_order() {
        RemoteWriteReading reading = RemoteWriteReader.read(Requests.first(UP), false);

        SeriesSamples up = reading.measured().getFirst().samples();
        assertThat(up.labels()).hasToString("up{job=\"shop\"}");
        assertThat(up.times()).containsExactly(1000, 2000);
        assertThat(up.values()).containsExactly(0, 1);
        assertThat(reading.samples()).isEqualTo(2);
        assertThat(reading.rejected()).isZero();
    }

    @Test
    void version_2_says_the_same_by_symbols() {
        byte[] request =
                Requests.second(
                        List.of(Requests.sample(7, 3000)), "__name__", "queue", "job", "shop");

        SeriesSamples queue = RemoteWriteReader.read(request, true).measured().getFirst().samples();

        assertThat(queue.labels()).hasToString("queue{job=\"shop\"}");
        assertThat(queue.values()).containsExactly(7);
    }

    @Test
    void a_stale_marker_stays_one() {
        byte[] request =
                Requests.first(
                        Requests.series(
                                List.of(Requests.sample(Stale.MARKER, 1000)), "__name__", "up"));

        double value =
                RemoteWriteReader.read(request, false).measured().getFirst().samples().values()[0];

        assertThat(Stale.is(value)).isTrue();
    }

    @Test
    void what_is_not_valid_is_counted_and_the_rest_is_taken() {
        byte[] nameless = Requests.series(List.of(Requests.sample(1, 1000)), "job", "shop");
        byte[] twice =
                Requests.series(
                        List.of(Requests.sample(1, 1000)), "__name__", "up", "a", "1", "a", "2");
        byte[] histogram =
                Requests.message(out -> {
                    out.writeRawBytes(Requests.series(List.of(), "__name__", "latency"));
                    out.writeByteArray(4, Requests.sample(1, 1000));
                });

        RemoteWriteReading reading =
                RemoteWriteReader.read(Requests.first(nameless, UP, twice, histogram), false);

        assertThat(reading.measured()).hasSize(1);
        assertThat(reading.samples()).isEqualTo(2);
        assertThat(reading.rejected()).isEqualTo(3);
        assertThat(reading.reason())
                .isEqualTo("native histograms are not taken, send classic buckets");
    }

    @Test
    void a_symbol_that_is_not_there_is_told() {
        byte[] request =
                Requests.message(out -> {
                    out.writeString(4, "");
                    out.writeByteArray(
                            5,
                            Requests.message(series -> {
                                series.writeUInt32(1, 1);
                                series.writeUInt32(1, 9);
                                series.writeByteArray(2, Requests.sample(1, 1));
                            }));
                });

        assertThat(RemoteWriteReader.read(request, true).reason())
                .isEqualTo("labels_refs names symbol 1 of 1");
    }

    @Test
    void a_text_beyond_the_limit_is_refused() {
        byte[] request =
                Requests.first(
                        Requests.series(
                                List.of(Requests.sample(1, 1)), "__name__", "a".repeat(8_193)));

        assertThatThrownBy(() -> RemoteWriteReader.read(request, false))
                .isInstanceOf(RemoteWriteReader.Unreadable.class)
                .hasMessage("a text of 8193 characters, allowed are 8192");
    }

    @Test
    void broken_requests_are_refused_and_cost_little() {
        Hostile.inputs(Requests.first(UP, UP, UP))
                .read(
                        20_000,
                        400,
                        RemoteWriteReader.Unreadable.class,
                        bytes -> RemoteWriteReader.read(bytes, false));
        Hostile.inputs(Requests.second(List.of(Requests.sample(7, 3000)), "__name__", "q"))
                .read(
                        20_000,
                        400,
                        RemoteWriteReader.Unreadable.class,
                        bytes -> RemoteWriteReader.read(bytes, true));
    }
}
