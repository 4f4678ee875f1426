package dev.holdfast.detector.domain.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.detector.domain.slo.OpenSlo;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The rules of an objective of 99.9 % over 30 days, on the engine.
class BurnRateTest {
    private static final String GOOD = "http_requests_total{job=\"checkout\",code=\"200\"}";
    private static final String BAD = "http_requests_total{job=\"checkout\",code=\"500\"}";

    private final EngineStory story = new EngineStory(rules());
    private int second;
    private double good;
    private double bad;

    private static String rules() {
        try {
            String text = Files.readString(Path.of("src/test/resources/slo/checkout.slo.yml"));
            return OpenSlo.rules("checkout.slo.yml", text, false, new Problems());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void minutes(int minutes, double failing) {
        for (int end = second + minutes * 60; second < end; second += 10) {
            good += 1000 * (1 - failing);
            bad += 1000 * failing;
            story.sample(GOOD, second, good).sample(BAD, second, bad);
        }
    }

    private long raised(String window) {
        return story.transitions.stream()
                .filter(Transition.Raised.class::isInstance)
                .filter(t -> window.equals(t.alert().labels().get("window")))
                .count();
    }

    @Test
    void a_healthy_budget_tells_nothing() {
        minutes(120, 0.0009);
        assertThat(story.told).isEmpty();
    }

    @Test
    void fifteen_times_too_fast_is_told_once_the_hour_says_so_and_ends_with_the_short_window() {
        minutes(90, 0.0005);
        minutes(30, 0.05);
        assertThat(raised("1h")).isOne();
        Transition.Raised first =
                (Transition.Raised)
                        story.transitions.stream()
                                .filter(t -> "1h".equals(t.alert().labels().get("window")))
                                .findFirst()
                                .orElseThrow();
        assertThat((first.at() - EngineStory.T0) / 60_000.0)
                .as("5 %% of 18 minutes is 1.44 %% of an hour")
                .isBetween(105.0, 109.0);
        assertThat(first.alert().labels().toMap())
                .containsEntry("severity", "page")
                .containsEntry("component", "backend")
                .containsEntry("objective", "0.999");
        assertThat(first.alert().annotations().get("summary"))
                .endsWith(
                        "of checkout fail availability in 1h: the budget of 30d burns more than 14.4 times too fast");
        minutes(8, 0);
        assertThat(story.transitions.stream().filter(Transition.Cleared.class::isInstance))
                .singleElement()
                .satisfies(t -> assertThat(t.alert().labels().get("window")).isEqualTo("1h"));
    }

    @Test
    void a_short_spike_that_is_over_before_the_hour_says_so_tells_nothing() {
        minutes(90, 0);
        minutes(1, 0.5);
        minutes(30, 0);
        assertThat(raised("1h")).isZero();
    }

    @Test
    void when_nothing_good_is_counted_any_more_all_of_it_fails() {
        minutes(90, 0);
        minutes(20, 1);
        assertThat(raised("1h")).isOne();
    }
}
