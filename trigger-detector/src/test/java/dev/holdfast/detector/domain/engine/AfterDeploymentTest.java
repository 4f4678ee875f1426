package dev.holdfast.detector.domain.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.detector.domain.series.Labels;

import org.junit.jupiter.api.Test;

import java.util.List;

/// The rules of docs/rules.md, "After a deployment".
class AfterDeploymentTest {

    private static final String WATCH =
            EngineStory.rule(
                    """
                    - alert: YoungReleaseFails
                      expr: |
                        sum(rate(errors_total[1m])) / sum(rate(requests_total[1m])) > 0.01
                          and on () (time() - max(holdfast_signal_last_seconds{type="deployment.finished"}) < 1800)
                    """);

    private static final String COMPARED =
            EngineStory.rule(
                    """
                    - alert: WorseThanBefore
                      expr: |
                        sum(rate(errors_total[1m])) / sum(rate(requests_total[1m]))
                          > 3 * sum(rate(errors_total[5m] offset 15m)) / sum(rate(requests_total[5m] offset 15m))
                          and on () (time() - max(holdfast_signal_last_seconds{type="deployment.finished"}) < 900)
                    """);

    private static final String UNFINISHED =
            EngineStory.rule(
                    """
                    - alert: MigrationNeverEnded
                      expr: |
                        time() - max(holdfast_signal_last_seconds{type="migration.started"}) > 1800
                          unless on () max(holdfast_signal_last_seconds{type="migration.finished"})
                            >= on () max(holdfast_signal_last_seconds{type="migration.started"})
                    """);

    private int requests;
    private int errors;

    private void minutes(EngineStory story, int from, int to, int failing) {
        for (int second = from * 60; second < to * 60; second += 5) {
            requests += 1000;
            errors += failing;
            story.sample("requests_total", second, requests).sample("errors_total", second, errors);
        }
    }

    private static void signal(EngineStory story, String type, int minute) {
        story.take(
                new Input.Signal(
                        type + minute,
                        type,
                        Labels.of("release", "v" + minute),
                        EngineStory.T0 + minute * 60_000L));
    }

    @Test
    void a_young_release_has_tighter_limits_for_half_an_hour() {
        var story = new EngineStory(WATCH);
        minutes(story, 0, 10, 20);
        assertThat(story.told).as("two in a hundred are allowed to an old release").isEmpty();

        signal(story, "deployment.finished", 10);
        minutes(story, 10, 35, 20);
        assertThat(said(story)).containsExactly("raised");

        minutes(story, 35, 45, 20);
        assertThat(said(story)).containsExactly("raised", "cleared");
        assertThat(story.told.getLast()).endsWith("at 2400.0");
    }

    @Test
    void a_release_is_compared_with_the_time_before_it() {
        var story = new EngineStory(COMPARED);
        minutes(story, 0, 20, 10);
        signal(story, "deployment.finished", 20);
        minutes(story, 20, 25, 25);
        assertThat(said(story)).as("two and a half times as many").isEmpty();

        minutes(story, 25, 28, 45);
        assertThat(said(story)).containsExactly("raised");
    }

    @Test
    void an_end_that_never_came_is_noticed_also_after_a_restart() {
        var story = new EngineStory(UNFINISHED);
        minutes(story, 0, 2, 0);
        signal(story, "migration.started", 2);
        minutes(story, 2, 20, 0);
        assertThat(story.told).isEmpty();

        Checkpoint kept = story.engine.checkpoint();
        story.engine =
                Engine.restore(
                        EngineStory.pack(UNFINISHED),
                        EngineSettings.DEFAULTS,
                        List.of(kept.block()),
                        kept.state());
        minutes(story, 20, 40, 0);
        assertThat(said(story)).containsExactly("raised");

        signal(story, "migration.finished", 40);
        minutes(story, 40, 42, 0);
        assertThat(said(story)).containsExactly("raised", "cleared");
    }

    @Test
    void a_signal_of_the_day_before_is_forgotten() {
        var series = new SignalSeries();
        series.accept(new Input.Signal("a", "complaint", Labels.EMPTY, 1_000));

        assertThat(series.again(86_401_000)).hasSize(2);
        assertThat(series.again(86_401_001)).isEmpty();
        assertThat(series.counts).isEmpty();
    }

    private static List<String> said(EngineStory story) {
        return story.told.stream()
                .map(text -> text.substring(0, text.indexOf(' ')))
                .filter(word -> !word.equals("updated"))
                .toList();
    }

    private static final String JUDGED =
            EngineStory.rule(
                    """
                    - alert: SlowerSinceRelease
                      expr: |
                        mann_whitney(latency[5m], latency[10m] offset 5m, 0.98, 30) > 0.7
                          and on () (time() - max(holdfast_signal_last_seconds{type="deployment.finished"}) < 600)
                    """);

    /// Latencies with a spread of a tenth around `middle`.
    private static void latencies(EngineStory story, int from, int to, double middle) {
        var random = new java.util.Random(from);
        for (int second = from * 60; second < to * 60; second += 5) {
            story.sample("latency{pod=\"a\"}", second, middle * (1 + random.nextGaussian() / 10));
        }
    }

    @Test
    void a_release_that_is_slower_than_what_was_before_is_told_with_how_much() {
        var story = new EngineStory(JUDGED);
        latencies(story, 0, 20, 100);
        signal(story, "deployment.finished", 20);
        latencies(story, 20, 26, 115);
        assertThat(story.told)
                .first()
                .asString()
                .startsWith("raised SlowerSinceRelease{pod=\"a\"} at 1");
        assertThat(story.transitions.getFirst().alert().value()).isBetween(0.7, 1.0);
        assertThat(story.transitions.getFirst().alert().threshold()).isEqualTo(0.7);
    }

    @Test
    void a_release_that_is_no_slower_or_of_which_too_little_is_known_is_not_told() {
        var same = new EngineStory(JUDGED);
        latencies(same, 0, 20, 100);
        signal(same, "deployment.finished", 20);
        latencies(same, 20, 30, 101);
        assertThat(same.told).isEmpty();
        var young = new EngineStory(JUDGED);
        latencies(young, 0, 2, 100); // 24 samples, 30 are asked for
        signal(young, "deployment.finished", 7);
        latencies(young, 7, 12, 200);
        assertThat(young.told).isEmpty();
    }
}
