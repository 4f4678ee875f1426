package dev.holdfast.detector.domain.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.detector.domain.ruletest.SeriesNotation;
import dev.holdfast.detector.domain.series.Labels;
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
    void a_level_that_is_divided_must_speak_and_what_is_counted_need_not() {
        for (String full :
                List.of("used_bytes / limit_bytes > 0.8", "(1 - used_bytes / limit_bytes) < 0.1")) {
            EngineStory blind = rule(full).sample("limit_bytes", 0, 100).tick(1);
            assertThat(sees(blind)).as(full).isFalse();
            assertThat(sees(blind.sample("used_bytes", 2, 10).tick(3))).as(full).isTrue();
        }
        for (String errors :
                List.of("sum(rate(errors[1m]))", "errors_total", "job:errors:rate1m")) {
            EngineStory none = rule(errors + " / requests_total > 0.5");
            assertThat(sees(none.sample("requests_total", 0, 9).tick(1))).as(errors).isTrue();
        }
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

    private static final String YOUNG =
            "sum(rate(errors[1m])) / sum(rate(requests[1m])) > 0.01 and on () (time() -"
                    + " max(holdfast_signal_last_seconds{type=\"deployment.finished\"}) < 1800)";

    private static EngineStory deployed(String expr) {
        return rule(expr)
                .tick(0)
                .take(
                        new Input.Signal(
                                "1", "deployment.finished", Labels.EMPTY, EngineStory.T0 + 1_000));
    }

    @Test
    void a_deployment_that_was_told_is_no_measurement() {
        assertThat(sees(deployed(YOUNG).tick(2))).isFalse();
        assertThat(sees(deployed(YOUNG).sample("requests", 2, 1).tick(3))).isTrue();
        assertThat(sees(rule(YOUNG).sample("requests", 2, 1).tick(3)))
                .as("that nothing was deployed is known")
                .isTrue();
        assertThat(sees(deployed(YOUNG).sample("errors", 2, 1).tick(3)))
                .as("nobody counts what is asked")
                .isFalse();
    }

    @Test
    void each_side_without_which_it_cannot_fire_must_speak_and_of_alternatives_one() {
        for (String op : List.of("and", ">", "+", "*", "==")) {
            assertThat(sees(rule("a %s b".formatted(op)).sample("a", 0, 1).tick(1)))
                    .as(op)
                    .isFalse();
            EngineStory both = rule("a %s b".formatted(op)).sample("a", 0, 1).sample("b", 0, 1);
            assertThat(sees(both.tick(1))).as(op).isTrue();
        }
        assertThat(sees(rule("a > 5 or b > 5").sample("a", 0, 1).tick(1))).isTrue();
        assertThat(sees(rule("a > 5 or vector(0) > 1").tick(1))).isFalse();
        assertThat(sees(rule("(a or b) and c").sample("b", 0, 1).tick(1))).isFalse();
    }

    @Test
    void what_holdfast_looks_at_itself_is_always_there_so_another_check_speaks_for_none() {
        String ready = "holdfast_check_success{check=\"ready\"}";
        assertThat(
                        sees(
                                rule(ready + " == 0")
                                        .sample(ready.replace("ready", "health"), 0, 1)
                                        .tick(1)))
                .isFalse();
        assertThat(sees(rule(ready + " == 0").sample(ready, 0, 1).tick(1))).isTrue();
        assertThat(sees(rule("up{job=\"b\"} == 0").sample("up{job=\"a\"}", 0, 1).tick(1)))
                .isFalse();
    }
}
