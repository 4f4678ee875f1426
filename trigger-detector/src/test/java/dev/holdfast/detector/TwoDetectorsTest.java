package dev.holdfast.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.PackAccepted;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.events.TriggerEvent.TriggerCleared;
import dev.holdfast.backbone.events.TriggerEvent.TriggerRaised;
import dev.holdfast.backbone.kafka.EventCodec;
import dev.holdfast.local.LocalKafka;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Two instances with a standby: any of them answers for every key, and when one is killed the other
/// goes on where it stood.
class TwoDetectorsTest {

    /// Five partitions of eight: neither instance can hold all of them.
    private static final List<String> SYSTEMS =
            IntStream.range(0, 5).mapToObj(TwoDetectorsTest::systemOf).toList();

    /// Ten seconds are promised; how long it took is printed, since this machine may be slow.
    private static final Duration TAKE_OVER = Duration.ofSeconds(60);

    @TempDir(cleanup = CleanupMode.NEVER)
    Path folder;

    @Test
    void any_answers_for_every_key_and_one_takes_over_from_a_killed_one() throws Exception {
        String kafka = LocalKafka.shared().bootstrapServers();
        try (var house = new HouseTopics(kafka);
                var page = new ShopPage();
                var one = detector(kafka, "one").start();
                var two = detector(kafka, "two").start()) {
            one.awaitReady();
            two.awaitReady();
            for (String system : SYSTEMS) {
                applies(house, system, page.url());
            }
            page.fails(0.3);
            for (String system : SYSTEMS) {
                answers(one, system);
                answers(two, system);
                await().atMost(Duration.ofSeconds(30))
                        .until(() ->
                                house.triggers(Scope.of(system, "local"), TriggerRaised.class)
                                                .size()
                                        == 1);
            }
            List<String> here = SYSTEMS.stream().filter(s -> holds(one, s)).toList();
            assertThat(here)
                    .as("keys of instance one")
                    .isNotEmpty()
                    .hasSizeLessThan(SYSTEMS.size());

            one.kill();
            long killed = System.nanoTime();
            assertThat(two.ask(query(here.getFirst())))
                    .as("while the key moves")
                    .satisfies(a -> {
                        assertThat(a.status()).isEqualTo(503);
                        assertThat(a.retryAfter()).isEqualTo("1");
                    });
            for (String system : here) {
                await().atMost(TAKE_OVER).until(() -> holds(two, system));
            }
            Duration took = Duration.ofNanos(System.nanoTime() - killed);
            System.out.println("Taken over after " + took.toMillis() + " ms: " + here);
            page.fails(0);

            for (String system : SYSTEMS) {
                Scope scope = Scope.of(system, "local");
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> !house.triggers(scope, TriggerCleared.class).isEmpty());
                assertThat(house.triggers(scope, TriggerRaised.class)).as(system).hasSize(1);
                assertThat(house.triggers(scope, TriggerCleared.class)).as(system).hasSize(1);
                var sequences = house.triggers(scope).stream().map(Envelope::sequence).toList();
                assertThat(sequences)
                        .as("sequences of %s have no gap", system)
                        .isEqualTo(LongStream.rangeClosed(1, sequences.size()).boxed().toList());
            }
        }
    }

    private DetectorProcess detector(String kafka, String instance) {
        return new DetectorProcess(
                folder,
                Map.of(
                        "HOLDFAST_KAFKA",
                        kafka,
                        "HOLDFAST_INSTANCE",
                        "pair-" + instance,
                        "HOLDFAST_STANDBYS",
                        "1"));
    }

    private static void applies(HouseTopics house, String system, String url) throws Exception {
        var pack = ShopPack.of(system, url);
        house.offers(pack);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !house.triggers(Scope.pack(system), PackAccepted.class).isEmpty());
        house.activates(pack);
    }

    private static String query(String system) {
        return "/systems/%s/local/api/v1/query?query=requests_total".formatted(system);
    }

    private static void answers(DetectorProcess detector, String system) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> detector.ask(query(system)).body().contains("/pay"));
    }

    /// Who is asked this way does not ask the owner.
    private static boolean holds(DetectorProcess detector, String system) {
        return detector.ask(query(system), "Holdfast-Forwarded", "1").status() == 200;
    }

    private static String systemOf(int partition) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> "pair-" + i)
                .filter(system ->
                        EventCodec.partition(Scope.of(system, "local"), Topic.SAMPLES.partitions())
                                == partition)
                .findFirst()
                .orElseThrow();
    }
}
