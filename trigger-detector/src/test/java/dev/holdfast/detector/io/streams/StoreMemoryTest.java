package dev.holdfast.detector.io.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.detector.domain.release.Phase;
import dev.holdfast.detector.domain.release.Standing;
import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;
import dev.holdfast.detector.flow.samples.Arrival;
import dev.holdfast.detector.flow.stream.Frozen;
import dev.holdfast.detector.flow.stream.KeyState;
import dev.holdfast.detector.flow.stream.Shop;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Random;

class StoreMemoryTest {
    private final KeyValueStore<Bytes, byte[]> store =
            Stores.keyValueStoreBuilder(
                            Stores.inMemoryKeyValueStore("memory"),
                            Serdes.Bytes(),
                            Serdes.ByteArray())
                    .withLoggingDisabled()
                    .withCachingDisabled()
                    .build();
    private final StoreMemory shop = new StoreMemory(store, Scope.of("shop", "local"));
    private final StoreMemory shop2 = new StoreMemory(store, Scope.of("shop", "local2"));

    @BeforeEach
    void a_store() {
        var context = new MockProcessorContext<Void, Void>();
        store.init(context.getStateStoreContext(), store);
    }

    @Test
    void what_is_large_is_kept_in_parts_and_comes_back_whole() {
        byte[] block = random(1_300_000);
        byte[] state = random(700_000);
        shop.addBlock(1, 5, block);
        shop.addBlock(2, 6, random(0));
        shop.put(frozen(state));
        assertThat(shop.blocks()).hasSize(2).first().isEqualTo(block);
        assertThat(shop.frozen().orElseThrow().engine()).isEqualTo(state);
        store.all().forEachRemaining(e -> assertThat(e.value.length).isLessThan(600_000));
    }

    @Test
    void a_smaller_checkpoint_leaves_nothing_of_the_larger_one() {
        shop.put(frozen(random(2_000_000)));
        shop.put(frozen(random(10)));
        assertThat(shop.frozen().orElseThrow().engine()).hasSize(10);
        assertThat(shop.frozen().orElseThrow().totals()).hasSize(1);
        assertThat(shop.frozen().orElseThrow().rules()).isEqualTo(Shop.rules(3));
    }

    @Test
    void arrivals_come_back_in_their_order_and_are_forgotten_together() {
        for (int n = 1; n <= 300; n++) {
            shop.keep(n, new Arrival.Tick(n));
        }
        assertThat(shop.arrivals()).hasSize(300).last().isEqualTo(new Arrival.Tick(300));
        shop.forgetArrivals();
        assertThat(shop.arrivals()).isEmpty();
    }

    @Test
    void old_blocks_and_signals_are_dropped_by_time() {
        shop.addBlock(1, 5, random(1));
        shop.addBlock(2, 6, random(1));
        shop.dropBlocksBefore(6);
        assertThat(shop.blocks()).hasSize(1);
        shop.rememberSignal("a", 5);
        shop.rememberSignal("b", 6);
        shop.forgetSignalsBefore(6);
        assertThat(shop.knowsSignal("a")).isFalse();
        assertThat(shop.knowsSignal("b")).isTrue();
    }

    @Test
    void what_is_known_of_releases_comes_back_by_component() {
        var backend = new Standing("2", 5, "2", Phase.STARTED, true, 6);
        var frontend = new Standing("1", -1, "9", Phase.FAILED, false, -2);
        shop.put("backend", new Standing("1", 1, "1", Phase.FINISHED, true, 1));
        shop.put("backend", backend);
        shop.put("frontend", frontend);
        assertThat(shop.standings()).isEqualTo(Map.of("backend", backend, "frontend", frontend));
        assertThat(shop2.standings()).isEmpty();
        shop.forget();
        assertThat(shop.standings()).isEmpty();
    }

    /// As it was written before it was known when others told: `1 seen seenAt told phase ours`.
    @Test
    void what_an_older_detector_knew_of_a_release_is_read() {
        byte[] older = {1, 1, '1', 10, 1, '9', 0, 0};
        assertThat(StandingCodec.decode(older))
                .isEqualTo(new Standing("1", 5, "9", Phase.STARTED, false, 5));
    }

    @Test
    void keys_do_not_see_each_other() {
        shop.put(new KeyState(1, 2, 3, -1));
        shop.keep(1, new Arrival.Tick(1));
        assertThat(shop2.state()).isEmpty();
        assertThat(shop2.arrivals()).isEmpty();
        shop2.put(KeyState.FIRST);
        assertThat(StoreMemory.scopes(store))
                .as("counters alone are no stream")
                .containsExactly(Scope.of("shop", "local"));
        shop2.keep(1, new Arrival.Tick(1));
        assertThat(shop.state()).contains(new KeyState(1, 2, 3, -1));
        assertThat(StoreMemory.scopes(store))
                .containsExactlyInAnyOrder(Scope.of("shop", "local"), Scope.of("shop", "local2"));
    }

    private static Frozen frozen(byte[] engine) {
        var total = SeriesSamples.one(Labels.of("__name__", "a"), 1, 2);
        return new Frozen(Shop.rules(3), engine, List.of(total), 7);
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
