package dev.holdfast.detector.flow.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.TriggerEvent;
import dev.holdfast.detector.flow.samples.Arrival;

import org.junit.jupiter.api.RepeatedTest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// Partitions move between instances at any point, also in the middle of a transaction: what was processed and not committed is
/// thrown away with what was said about it, and whoever holds the key next begins at the last commit.
class RebalanceTest {
    private static final Scope SHOP = Scope.of("shop", "local");

    private final long seed = Long.getLong("seed", new Random().nextLong(1_000_000));
    private final Random random = new Random(seed);

    @RepeatedTest(20)
    void a_rebalance_at_any_point_gives_the_same_events() {
        List<Arrival> log = log();
        List<String> undisturbed = new ArrayList<>();
        KeyStream one = KeyStream.open(SHOP, new MapMemory());
        log.forEach(arrival -> one.take(arrival).forEach(e -> undisturbed.add(told(e))));

        assertThat(undisturbed).hasSizeGreaterThan(5);
        assertThat(moved(log)).as("seed %d", seed).isEqualTo(undisturbed);
    }

    private List<String> moved(List<Arrival> log) {
        List<String> committed = new ArrayList<>();
        List<String> open = new ArrayList<>();
        MapMemory safe = new MapMemory();
        MapMemory transaction = safe.copy();
        KeyStream holder = KeyStream.open(SHOP, transaction);
        int from = 0;
        for (int at = 0; at < log.size(); at++) {
            holder.take(log.get(at)).forEach(e -> open.add(told(e)));
            switch (random.nextInt(12)) {
                case 0 -> { // another instance takes over; nobody knows of the rest
                    open.clear();
                    transaction = safe.copy();
                    holder = KeyStream.open(SHOP, transaction);
                    at = from - 1;
                }
                case 1, 2, 3, 4 -> {
                    committed.addAll(open);
                    open.clear();
                    safe = transaction.copy();
                    from = at + 1;
                }
                default -> {}
            }
        }
        committed.addAll(open);
        return committed;
    }

    private static String told(Envelope<TriggerEvent> event) {
        return event.sequence() + " " + event.id() + " " + event.time() + " " + event.data();
    }

    /// A failure, other rules while it lasts, signals and a repeat of each, gaps.
    private List<Arrival> log() {
        List<Arrival> log = new ArrayList<>();
        log.add(Shop.rules(1));
        for (int second = 0; second < 150; second++) {
            long at = Shop.BEGIN + second * 1_000L;
            if (second < 60 || random.nextInt(10) > 0) {
                log.add(Shop.scrape(second));
            }
            if (random.nextInt(15) == 0) {
                var signal =
                        new Arrival.Signal(
                                "s" + second / 2, "complaint", new TreeMap<>(Map.of()), at);
                log.add(signal);
                log.add(signal);
            }
            if (second == 35) {
                log.add(Shop.rules(2, Shop.RULES.replace("0.05", "0.07"), Duration.ZERO));
            }
            for (int tick = 0; tick < 10; tick += 3) {
                log.add(new Arrival.Tick(at + tick * 100L));
            }
        }
        return log;
    }
}
