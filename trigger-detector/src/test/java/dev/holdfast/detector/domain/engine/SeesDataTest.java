package dev.holdfast.detector.domain.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.detector.domain.ruletest.SeriesNotation;
import dev.holdfast.detector.domain.series.SeriesSamples;
import dev.holdfast.detector.domain.series.Stale;

import org.junit.jupiter.api.Test;

import java.util.List;

/// That a rule does not fire is worth something only while what it looks at speaks.
class SeesDataTest {
    private static final String ERRORS = "rate(http_total{status=\"500\"}[1m]) > 1";
    private static final String OK = "http_total{status=\"200\"}";

    private static boolean sees(EngineStory story) {
        return story.engine.rules().getFirst().rules().getFirst().seesData();
    }

    private static EngineStory rule(String expr) {
        return new EngineStory(EngineStory.rule("- alert: A\n  expr: '%s'\n".formatted(expr)));
    }

    @Test
    void silence_is_told_though_ticks_go_on() {
        EngineStory story = rule("up == 0").sample("up{job=\"shop\"}", 0, 1).tick(1);
        assertThat(sees(story)).isTrue();
        for (int second = 5; second < 300; second += 5) {
            story.tick(second);
        }
        assertThat(sees(story)).isTrue();
        story.tick(310).tick(320);
        assertThat(sees(story)).isFalse();
        assertThat(story.engine.rules().getFirst().rules().getFirst().health()).isEqualTo("ok");
    }

    @Test
    void a_key_on_which_nothing_ever_came_sees_nothing() {
        assertThat(sees(rule("up == 0").tick(0).tick(60))).isFalse();
    }

    @Test
    void errors_that_never_happened_are_no_missing_data() {
        assertThat(sees(rule(ERRORS).sample(OK, 0, 1).tick(1))).isTrue();
        assertThat(sees(rule(ERRORS).sample("up", 0, 1).tick(1))).isFalse();
    }

    @Test
    void a_series_that_ended_speaks_no_more() {
        EngineStory story = rule("up == 0").sample("up", 0, 1);
        story.take(
                new Input.Batch(
                        List.of(
                                SeriesSamples.one(
                                        SeriesNotation.labels("up"),
                                        EngineStory.T0 + 5_000,
                                        Stale.MARKER))));
        assertThat(sees(story.tick(10))).isFalse();
    }

    @Test
    void what_tells_it_not_to_fire_is_no_ground_and_a_rule_without_metrics_needs_none() {
        assertThat(sees(rule("errors > 1 unless calm").sample("calm", 0, 1).tick(1))).isFalse();
        assertThat(sees(rule("vector(1) > 2").tick(1))).isTrue();
    }
}
