package dev.holdfast.trials.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.IncidentEvent.IncidentOpened;
import dev.holdfast.backbone.events.IncidentEvent.IncidentResolved;
import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.RollbackEvent.RollbackCompleted;
import dev.holdfast.backbone.events.TriggerEvent.TriggerRaised;
import dev.holdfast.backbone.events.VerificationEvent.VerificationPassed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The main job, and what may go wrong in the middle of it.
class HealingStoryTest {
    private static final List<String> SERVICES =
            List.of(
                    "trigger-detector",
                    "decision-service",
                    "executor-service",
                    "verifier-service",
                    "notifier-service");
    private static final Duration UNTIL_WELL = Duration.ofMinutes(3);

    @Test
    void a_bad_release_is_rolled_back_proven_and_told() {
        House house = brokenBy42();

        house.passes(UNTIL_WELL);

        healedOnce(house);
        assertThat(house.letters())
                .extracting(l -> l.about())
                .contains("incident-started", "rollback-started", "resolved");
    }

    @Test
    void a_good_release_is_left_alone() {
        House house = House.automatic("checkout").deploys("v41");
        house.passes(Duration.ofMinutes(3));
        house.deploys("v42").failing("v42", 0.01);

        house.passes(UNTIL_WELL);

        assertThat(house.running()).isEqualTo("v42");
        assertThat(house.events(IncidentOpened.class)).isEmpty();
    }

    record Death(String service, int write, boolean after) {}

    /// Every durable write of every service, from the bad deployment until all is well again.
    static Stream<Death> deaths() {
        House house = brokenBy42();
        Map<String, Integer> before = new HashMap<>();
        SERVICES.forEach(s -> before.put(s, house.writes(s)));
        house.passes(UNTIL_WELL);
        return SERVICES.stream()
                .flatMap(s -> deaths(s, house.writes(s) - before.getOrDefault(s, 0)));
    }

    private static Stream<Death> deaths(String service, int writes) {
        // The detector writes with every scrape; most of them are alike.
        int step = service.equals("trigger-detector") ? 5 : 1;
        return IntStream.iterate(1, n -> n <= writes, n -> n + step)
                .boxed()
                .flatMap(n -> Stream.of(new Death(service, n, false), new Death(service, n, true)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("deaths")
    void it_is_healed_once_whoever_dies_at_whichever_durable_write(Death death) {
        House house = brokenBy42();
        house.crashes(death.service(), death.write(), death.after());

        house.passes(UNTIL_WELL);

        healedOnce(house);
    }

    private static House brokenBy42() {
        House house = House.automatic("checkout").deploys("v41");
        house.passes(Duration.ofMinutes(3));
        house.deploys("v42").failing("v42", 0.20);
        return house;
    }

    private static void healedOnce(House house) {
        assertThat(house.running()).isEqualTo("v41");
        assertThat(house.effects()).extracting(World.Effect::to).containsExactly("v41");
        assertThat(house.events(TriggerRaised.class)).hasSize(1);
        assertThat(house.events(IncidentOpened.class)).hasSize(1);
        assertThat(house.events(RollbackOrdered.class)).hasSize(1);
        assertThat(house.events(RollbackCompleted.class)).hasSize(1);
        assertThat(house.events(VerificationPassed.class)).hasSize(1);
        assertThat(house.events(IncidentResolved.class)).hasSize(1);
        // Told again after a death, but with the same id: whoever reads it knows it already.
        assertThat(house.letters().stream().map(l -> l.id()).distinct())
                .as(house.letters().toString())
                .hasSize(
                        (int)
                                house.letters().stream()
                                        .map(l -> l.about() + l.text())
                                        .distinct()
                                        .count());
    }
}
