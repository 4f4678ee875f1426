package dev.holdfast.detector.flow.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import static java.time.temporal.ChronoUnit.MILLIS;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.EventTypes;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.TriggerEvent;
import dev.holdfast.backbone.events.TriggerEvent.TriggerRaised;
import dev.holdfast.detector.domain.engine.QueryResult;
import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;
import dev.holdfast.detector.flow.samples.Arrival;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;

class KeyStreamTest {
    private static final Scope SHOP = Scope.of("shop", "local");

    private final MapMemory memory = new MapMemory();

    @Test
    void a_failing_shop_raises_once_and_clears_once() {
        var said = all(Shop.log(60));
        assertThat(said)
                .extracting(e -> EventTypes.brief(e.data()))
                .containsExactly("trigger.raised", "trigger.cleared");
        var raised = (TriggerRaised) said.getFirst().data();
        assertThat(raised.trigger().rule()).isEqualTo("HighErrorRatio");
        assertThat(raised.trigger().labels())
                .isEqualTo(Map.of("route", "/pay", "component", "backend"));
        assertThat(raised.trigger().annotations()).containsEntry("summary", "/pay fails");
        assertThat(raised.trigger().threshold()).isEqualTo(0.05);
        assertThat(raised.trigger().activeSince()).isBefore(raised.at());
        assertThat(raised.window()).isNotEmpty();
        assertThat(said.getFirst().packDigest()).isEqualTo("digest-1");
    }

    @Test
    void sequences_have_no_gap_and_begin_with_one() {
        var said = all(Shop.log(60));
        assertThat(said)
                .extracting(Envelope::sequence)
                .isEqualTo(LongStream.rangeClosed(1, said.size()).boxed().toList());
    }

    /// Each instance numbers by its own clock.
    @Test
    void a_drill_ends_when_the_log_says_so_whatever_the_number_of_its_end() {
        KeyStream drill = KeyStream.open(new Scope("shop", "local", "friday"), memory);
        assertThat(drill.over()).as("nothing is known of it").isTrue();
        take(drill, List.of(new Arrival.Tick(Shop.BEGIN), Shop.rules(9)));
        assertThat(drill.over()).isFalse();
        take(drill, List.of(Shop.rules(9), bare(8, "bare")));
        assertThat(drill.over()).as("a pack without rules, but begun").isFalse();
        take(drill, List.of(bare(3, "")));
        assertThat(drill.over()).isTrue();
    }

    private static Arrival.PackSwitch bare(long version, String digest) {
        return new Arrival.PackSwitch(
                version, digest, Arrival.Settings.DEFAULTS, new TreeMap<>(), Shop.BEGIN);
    }

    @Test
    void repeated_records_change_nothing() {
        var once = all(Shop.log(60));
        var twice = new ArrayList<Arrival>();
        Shop.log(60).forEach(a -> Collections.addAll(twice, a, a));
        assertThat(take(KeyStream.open(SHOP, new MapMemory()), twice)).isEqualTo(once);
    }

    @Test
    void samples_out_of_order_within_lateness_change_nothing() {
        var orderly = take(KeyStream.open(SHOP, new MapMemory()), lateBy(Shop.log(60)));
        var shuffled = new ArrayList<Arrival>(lateBy(Shop.log(60)));
        var random = new Random(7);
        for (int i = 1; i + 11 < shuffled.size(); i += 22) { // many a scrape comes after the next
            if (random.nextInt(3) > 0) {
                Collections.swap(shuffled, i, i + 11);
            }
        }
        var said = take(KeyStream.open(SHOP, memory), shuffled);

        assertThat(said)
                .extracting(e -> EventTypes.brief(e.data()))
                .containsExactly("trigger.raised", "trigger.cleared");
        for (int i = 0; i < said.size(); i++) { // event times are equal to within `every`
            assertThat(said.get(i).time()).isCloseTo(orderly.get(i).time(), within(200, MILLIS));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5, 50, 200, 250, 255, 260, 300, 400, 500, 640})
    void a_restart_at_any_point_neither_loses_nor_doubles(int point) {
        var log = Shop.log(150);
        var whole = take(KeyStream.open(SHOP, new MapMemory()), log);

        var said = new ArrayList<>(take(KeyStream.open(SHOP, memory), log.subList(0, point)));
        said.addAll(take(KeyStream.open(SHOP, memory), log.subList(point, log.size())));

        assertThat(said).isEqualTo(whole);
    }

    @Test
    void a_restart_after_every_record_ends_in_the_same_events() {
        var log = Shop.log(70);
        var said = new ArrayList<Envelope<TriggerEvent>>();
        for (Arrival a : log) {
            said.addAll(KeyStream.open(SHOP, memory).take(a));
        }
        assertThat(said).isEqualTo(take(KeyStream.open(SHOP, new MapMemory()), log));
    }

    @Test
    void checkpoints_keep_the_memory_small() {
        take(KeyStream.open(SHOP, memory), Shop.log(300));
        assertThat(memory.arrivals().size()).isLessThan(900);
        assertThat(memory.blocks()).isNotEmpty();
    }

    @Test
    void a_signal_is_passed_on_once_and_counted() {
        var stream = KeyStream.open(SHOP, memory);
        stream.take(Shop.rules(1));
        var signal = new Arrival.Signal("s1", "complaint", Map.of("component", "web"), Shop.BEGIN);
        assertThat(stream.take(signal))
                .extracting(e -> EventTypes.brief(e.data()))
                .containsExactly("signal.accepted");
        assertThat(stream.take(signal)).isEmpty();
        assertThat(KeyStream.open(SHOP, memory).take(signal)).isEmpty();
        assertThat(value(stream, "holdfast_signals_total", Shop.BEGIN)).isEqualTo(1);
    }

    @Test
    void an_older_switch_and_a_repeated_one_are_passed_over() {
        var stream = KeyStream.open(SHOP, memory);
        stream.take(Shop.rules(5));
        stream.take(Shop.rules(4, "groups: []", Duration.ZERO));
        stream.take(Shop.rules(5, "groups: []", Duration.ZERO));
        assertThat(stream.engine().rules()).hasSize(1);
    }

    @Test
    void rules_that_go_away_clear_what_they_raised() {
        var stream = KeyStream.open(SHOP, memory);
        take(stream, Shop.log(30));
        var said = stream.take(Shop.rules(2, "groups: []", Duration.ZERO));
        assertThat(said)
                .extracting(e -> EventTypes.brief(e.data()))
                .containsExactly("trigger.cleared");
    }

    @Test
    void new_settings_of_a_pack_keep_what_was_measured() {
        var stream = KeyStream.open(SHOP, memory);
        take(stream, Shop.log(30));
        var said = stream.take(Shop.rules(2, Shop.RULES, Duration.ofSeconds(2)));
        assertThat(said).isEmpty();
        assertThat(stream.engine().alerts()).hasSize(1);
        assertThat(value(stream, "count(requests_total)", Shop.BEGIN + 29_000)).isEqualTo(2);
    }

    @Test
    void increments_are_added_up_in_the_order_of_the_log_and_survive_a_restart() {
        var calls = Labels.of("__name__", "calls_total");
        for (int s = 0; s < 5; s++) {
            var delta = SeriesSamples.one(calls, Shop.BEGIN + s * 1_000L, 2);
            var batch = new Arrival.Batch(List.of(), List.of(delta));
            var stream = KeyStream.open(SHOP, memory);
            stream.take(batch);
            stream.take(batch);
        }
        assertThat(value(KeyStream.open(SHOP, memory), "calls_total", Shop.BEGIN + 4_000))
                .isEqualTo(10);
    }

    private List<Envelope<TriggerEvent>> all(List<Arrival> log) {
        return take(KeyStream.open(SHOP, memory), log);
    }

    private static List<Arrival> lateBy(List<Arrival> log) {
        var late = new ArrayList<>(log);
        late.set(0, Shop.rules(1, Shop.RULES, Duration.ofSeconds(3)));
        return late;
    }

    private static List<Envelope<TriggerEvent>> take(KeyStream stream, List<Arrival> log) {
        var said = new ArrayList<Envelope<TriggerEvent>>();
        log.forEach(a -> said.addAll(stream.take(a)));
        return said;
    }

    private static double value(KeyStream stream, String query, long at) {
        var result = (QueryResult.Vector) stream.engine().query(query, at);
        return result.samples().getFirst().value();
    }
}
