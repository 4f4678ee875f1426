package dev.holdfast.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.service.HouseSettings;

import io.micronaut.core.value.MapPropertyResolver;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;

class WatchFactoryTest {
    @Test
    void two_houses_on_one_pager_are_two_and_the_instances_of_one_are_one() {
        String here = house(Map.of("holdfast.kafka", "kafka-a:9092"));
        assertThat(house(Map.of("holdfast.kafka", "kafka-b:9092"))).isNotEqualTo(here);
        assertThat(
                        house(
                                Map.of(
                                        "holdfast.kafka",
                                        "kafka-a:9092",
                                        "holdfast.postgres.database",
                                        "staging")))
                .isNotEqualTo(here);
        assertThat(house(Map.of("holdfast.kafka", "kafka-a:9092"))).isEqualTo(here);
        assertThat(house(Map.of("holdfast.alarm.name", "production"))).isEqualTo("production");
    }

    @Test
    void an_address_that_may_hold_a_secret_is_not_repeated() {
        assertThat(
                        WatchFactory.problems(
                                new MapPropertyResolver(
                                        Map.of("holdfast.alarm.url", "hooks.example/T000/secret"))))
                .singleElement()
                .asString()
                .contains("HOLDFAST_ALARM_URL")
                .doesNotContain("T000");
    }

    private static String house(Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(more);
        all.put("holdfast.service", "notifier-service");
        MapPropertyResolver properties = new MapPropertyResolver(all);
        return WatchFactory.house(HouseSettings.from(properties), properties);
    }
}
