package dev.holdfast.detector.domain.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.detector.domain.exact.EvaluationException;
import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;
import dev.holdfast.detector.domain.series.Stale;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class EngineTest {

    private static final String DOWN =
            EngineStory.rule(
                    """
                    - alert: Down
                      expr: up == 0
                      for: 10s
                      labels: {severity: P1}
                      annotations: {summary: '{{ $labels.job }} is at {{ $value }}'}
                    """);

    @Test
    void an_alert_is_raised_when_for_is_over_and_cleared_when_its_condition_ends() {
        var story = new EngineStory(DOWN);
        for (int second = 0; second <= 20; second++) {
            story.sample("up{job=\"shop\"}", second, second < 3 || second > 15 ? 1 : 0);
        }
        assertThat(story.told)
                .containsExactly(
                        "raised Down{job=\"shop\", severity=\"P1\"} at 13.0",
                        "cleared Down{job=\"shop\", severity=\"P1\"} at 16.0");
        AlertFacts alert = story.transitions.getFirst().alert();
        assertThat(alert.annotations()).isEqualTo(Map.of("summary", "shop is at 0"));
        assertThat(alert.threshold()).isEqualTo(0.0);
        assertThat(alert.activeSince()).isEqualTo(EngineStory.T0 + 3_000);
    }

    @Test
    void the_end_of_for_is_kept_to_the_millisecond_when_samples_are_rare() {
        var story =
                new EngineStory(DOWN)
                        .sample("up{job=\"shop\"}", 0, 0)
                        .sample("up{job=\"shop\"}", 60, 0);
        assertThat(story.told.getFirst()).endsWith("at 10.0");
    }

    /// As after a rollback: the process that failed is gone with its series of errors, and the one
    /// that came instead has none.
    @Test
    void an_alert_clears_when_the_series_of_its_numerator_end() {
        var story =
                new EngineStory(
                        EngineStory.rule(
                                """
                                - alert: Errors
                                  expr: sum(rate(x{code="500"}[5s])) / sum(rate(x[5s])) > 0.05
                                  for: 2s
                                """));
        for (int second = 0; second <= 40; second++) {
            boolean gone = second > 20;
            story.sample("x{code=\"200\"}", second, gone ? (second - 20) * 50 : second * 40);
            if (second == 21) {
                story.sample("x{code=\"500\"}", second, Stale.MARKER);
            } else if (!gone) {
                story.sample("x{code=\"500\"}", second, second * 10);
            }
        }
        assertThat(story.told).hasSize(2);
        assertThat(story.told.getLast()).startsWith("cleared Errors");
    }

    @Test
    void a_raised_alert_is_said_again_every_thirty_seconds() {
        var story = new EngineStory(DOWN);
        for (int second = 0; second <= 75; second++) {
            story.sample("up{job=\"shop\"}", second, 0);
        }
        assertThat(story.told)
                .extracting(text -> text.replaceAll("\\{.*}", ""))
                .containsExactly(
                        "raised Down at 10.0", "updated Down at 40.0", "updated Down at 70.0");
    }

    @Test
    void for_ends_in_silence_by_ticks() {
        var story = new EngineStory(DOWN).sample("up{job=\"shop\"}", 0, 0);
        for (int tenths = 1; tenths <= 125; tenths++) {
            story.tick(tenths / 10.0);
        }
        assertThat(story.told).hasSize(1);
        assertThat(story.told.getFirst()).endsWith("at 10.0");
    }

    @Test
    void silence_does_not_clear_an_alert_of_a_rule_without_data() {
        var story =
                new EngineStory(DOWN)
                        .sample("up{job=\"shop\"}", 0, 0)
                        .sample("up{job=\"shop\"}", 15, 0);
        for (int second = 20; second < 1000; second++) {
            story.tick(second);
        }
        assertThat(story.told).noneMatch(text -> text.startsWith("cleared"));
        assertThat(story.engine.alerts()).hasSize(1);
    }

    /// Others take what is said again for true now, so a sample's own life, five minutes, is the longest.
    @Test
    void what_is_held_in_silence_is_not_said_again_until_it_is_seen() {
        var story =
                new EngineStory(DOWN)
                        .sample("up{job=\"shop\"}", 0, 0)
                        .sample("up{job=\"shop\"}", 15, 0);
        for (int second = 20; second < 1000; second++) {
            story.tick(second);
        }
        double lastSaid = Double.parseDouble(story.told.getLast().replaceAll(".* at ", ""));
        assertThat(story.told.getLast()).startsWith("updated");
        assertThat(lastSaid).isLessThan(316);

        story.sample("up{job=\"shop\"}", 1001, 0);
        assertThat(story.told.getLast()).startsWith("updated").endsWith("at 1001.0");
    }

    @Test
    void what_is_only_kept_firing_is_not_said_again() {
        var story =
                new EngineStory(DOWN.replace("for: 10s", "keep_firing_for: 10m"))
                        .sample("up{job=\"shop\"}", 0, 0);
        for (int second = 1; second < 300; second++) {
            story.sample("up{job=\"shop\"}", second, 1);
        }
        assertThat(story.told).containsExactly("raised Down{job=\"shop\", severity=\"P1\"} at 0.0");
    }

    /// Ten minutes of sixty series for each of ten thousand points are 200 million samples, and they may be asked for by anybody.
    @Test
    void a_query_that_reads_too_much_is_refused() {
        var story = new EngineStory("groups: []");
        for (int second = 0; second < 600; second++) {
            for (int i = 0; i < 60; i++) {
                story.sample("x{i=\"" + i + "\"}", second, 1);
            }
        }
        long end = EngineStory.T0 + 600_000;
        assertThat(story.engine.queryRange("sum(x)", end - 60_000, end, 1_000)).isNotNull();
        assertThatThrownBy(() ->
                        story.engine.queryRange("sum_over_time(x[10m])", end - 540_000, end, 50))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("the query reads more than 100000000 samples");
    }

    @Test
    void silence_clears_where_the_rule_says_so() {
        var story = new EngineStory(DOWN.replace("for: 10s", "for: 10s\n    no_data: clear"));
        story.sample("up{job=\"shop\"}", 0, 0).sample("up{job=\"shop\"}", 15, 0);
        for (int second = 20; second < 400; second++) {
            story.tick(second);
        }
        assertThat(story.told.getLast()).startsWith("cleared").endsWith("at 315.0");
    }

    @Test
    void a_rule_can_raise_an_alert_for_having_no_data() {
        var story = new EngineStory(DOWN.replace("for: 10s", "no_data: raise"));
        story.sample("up{job=\"shop\"}", 0, 1);
        for (int second = 1; second < 400; second++) {
            story.tick(second);
        }
        assertThat(story.told.getFirst())
                .isEqualTo("raised Down{holdfast_no_data=\"true\", severity=\"P1\"} at 300.0");
    }

    @Test
    void absent_is_raised_though_nothing_ever_came() {
        var story =
                new EngineStory(
                        EngineStory.rule("- {alert: Gone, expr: 'absent(up{job=\"shop\"})'}"));
        assertThat(story.tick(0).told).containsExactly("raised Gone{job=\"shop\"} at -2.0");
        story.sample("up{job=\"shop\"}", 1, 1);
        assertThat(story.told.getLast()).startsWith("cleared");
    }

    @Test
    void late_samples_are_dropped_and_counted() {
        var story =
                new EngineStory(DOWN)
                        .sample("up{job=\"shop\"}", 5, 1)
                        .sample("up{job=\"shop\"}", 4, 0)
                        .sample("up{job=\"shop\"}", 5, 0);
        assertThat(story.engine.counters().late()).isEqualTo(1);
        assertThat(story.engine.counters().repeated()).isEqualTo(1);
        assertThat(story.engine.counters().samples()).isEqualTo(1);
    }

    @Test
    void a_recording_rule_feeds_the_rule_after_it() {
        var story =
                new EngineStory(
                        EngineStory.rule(
                                """
                                - {record: 'job:up:sum', expr: 'sum by (job) (up)'}
                                - {alert: Few, expr: 'job:up:sum < 2'}
                                """));
        story.take(new Input.Batch(List.of(up("1", 0, 1), up("2", 0, 1))));
        story.take(new Input.Batch(List.of(up("1", 1, 1), up("2", 1, 0))));
        assertThat(story.told).containsExactly("raised Few{job=\"shop\"} at 1.0");
        assertThat(story.engine.query("job:up:sum", EngineStory.T0 + 1_000).toString())
                .contains("1.0");
    }

    private static SeriesSamples up(String instance, int second, double value) {
        return SeriesSamples.one(
                Labels.of("__name__", "up", "job", "shop", "instance", instance),
                EngineStory.T0 + second * 1_000L,
                value);
    }

    @Test
    void alerts_are_series_too() {
        var story =
                new EngineStory(DOWN)
                        .sample("up{job=\"shop\"}", 0, 0)
                        .sample("up{job=\"shop\"}", 5, 0);
        assertThat(
                        story.engine.series(
                                List.of("ALERTS{alertstate=\"pending\"}"), 0, Long.MAX_VALUE))
                .hasSize(1);
        story.sample("up{job=\"shop\"}", 11, 0);
        assertThat(story.engine.query("ALERTS", EngineStory.T0 + 11_000))
                .isEqualTo(
                        new QueryResult.Vector(
                                EngineStory.T0 + 11_000,
                                List.of(
                                        new QueryResult.Sample(
                                                Labels.of(
                                                        "__name__",
                                                        "ALERTS",
                                                        "alertname",
                                                        "Down",
                                                        "alertstate",
                                                        "firing",
                                                        "job",
                                                        "shop",
                                                        "severity",
                                                        "P1"),
                                                1))));
    }

    @Test
    void a_signal_can_be_counted_and_its_repeat_changes_nothing() {
        var story =
                new EngineStory(
                        EngineStory.rule(
                                "- {alert: Complaints, expr: 'count_over_time(holdfast_signal{type=\"complaint\"}[5m]) >= 2'}"));
        for (String id : List.of("a", "a", "b", "a", "b")) {
            story.take(
                    new Input.Signal(
                            id,
                            "complaint",
                            Labels.of("component", "cart"),
                            EngineStory.T0 + id.charAt(0) * 1_000L));
        }
        assertThat(story.told)
                .containsExactly(
                        "raised Complaints{component=\"cart\", type=\"complaint\"} at 98.0");
        assertThat(story.transitions.getFirst().alert().value()).isEqualTo(2);
    }

    @Test
    void a_pack_switch_keeps_what_both_packs_have_and_clears_the_rest() {
        String two = DOWN + "  - {alert: Zero, expr: 'up < 1'}\n";
        var story =
                new EngineStory(two)
                        .sample("up{job=\"shop\"}", 0, 0)
                        .sample("up{job=\"shop\"}", 11, 0);
        story.told.clear();
        story.take(new Input.PackSwitch(EngineStory.pack(DOWN)));
        story.sample("up{job=\"shop\"}", 12, 0);
        assertThat(story.told).containsExactly("cleared Zero{job=\"shop\"} at 11.0");
    }

    @Test
    void evidence_shows_the_course_of_what_was_compared() {
        var story =
                new EngineStory(
                        EngineStory.rule("- {alert: Many, expr: 'sum(rate(errors[30s])) > 5'}"));
        for (int second = 0; second <= 120; second++) {
            story.sample("errors", second, second < 60 ? second : 60 + (second - 60) * 20);
        }
        var raised = (Transition.Raised) story.transitions.getFirst();
        assertThat(raised.evidence()).hasSize(1);
        assertThat(raised.evidence().getFirst().size()).isBetween(5, 120);
        assertThat(raised.alert().value()).isGreaterThan(5);
    }

    @Test
    void the_order_inside_a_batch_does_not_matter() {
        var story = new EngineStory(DOWN);
        var times = new ArrayList<SeriesSamples>();
        for (int second : new int[] {5, 1, 0, 12, 3, 11, 4, 2}) {
            times.add(
                    SeriesSamples.one(
                            Labels.of("__name__", "up", "job", "shop"),
                            EngineStory.T0 + second * 1_000L,
                            second < 2 ? 1 : 0));
        }
        story.take(new Input.Batch(times));
        assertThat(story.told)
                .containsExactly("raised Down{job=\"shop\", severity=\"P1\"} at 12.0");
        assertThat(story.engine.counters().late()).isZero();
    }

    @Test
    void lateness_waits_for_samples_that_come_later() {
        var story =
                new EngineStory(DOWN, EngineSettings.DEFAULTS.withLateness(Duration.ofSeconds(5)));
        story.sample("up{job=\"shop\"}", 10, 0)
                .sample("up{job=\"shop\"}", 7, 0)
                .sample("up{job=\"shop\"}", 4, 0);
        assertThat(story.engine.watermark()).isEqualTo(EngineStory.T0 + 5_000);
        assertThat(story.engine.counters().late()).isEqualTo(1);
    }

    @Test
    void a_host_whose_clock_is_ahead_does_not_make_the_others_late() {
        var story = new EngineStory(DOWN).tick(0).sample("up{job=\"shop\"}", 1, 1);
        story.sample("up{job=\"ahead\"}", 55, 1);
        assertThat(story.engine.watermark()).isEqualTo(EngineStory.T0 + 15_000);

        story.tick(16).sample("up{job=\"shop\"}", 16, 1).sample("up{job=\"shop\"}", 17, 1);

        assertThat(story.engine.watermark()).isEqualTo(EngineStory.T0 + 17_000);
        assertThat(story.engine.counters().late()).isZero();
        assertThat(story.engine.takeLate()).isEmpty();
    }

    @Test
    void a_late_sample_can_be_taken_once() {
        var story = new EngineStory(DOWN);
        story.sample("up{job=\"shop\"}", 10, 0).sample("up{job=\"shop\"}", 7, 1);

        assertThat(story.engine.takeLate())
                .singleElement()
                .satisfies(late -> {
                    assertThat(late.labels()).hasToString("up{job=\"shop\"}");
                    assertThat(late.times()).containsExactly(EngineStory.T0 + 7_000);
                    assertThat(late.values()).containsExactly(1);
                });
        assertThat(story.engine.takeLate()).isEmpty();
    }

    @Test
    void too_few_samples_raise_nothing_and_clear_nothing() {
        var story =
                new EngineStory(
                        EngineStory.rule(
                                "- {alert: Slow, expr: 'avg_over_time(latency[10s]) > 1', min_samples: 3}"));
        story.sample("latency", 1, 9).sample("latency", 2, 9);
        assertThat(story.told).isEmpty();
        story.sample("latency", 3, 9);
        assertThat(story.told).containsExactly("raised Slow at 3.0");

        story.sample("latency", 20, 0).sample("latency", 21, 0);
        assertThat(story.told).containsExactly("raised Slow at 3.0");
        story.sample("latency", 22, 0);
        assertThat(story.told).containsExactly("raised Slow at 3.0", "cleared Slow at 22.0");
    }
}
