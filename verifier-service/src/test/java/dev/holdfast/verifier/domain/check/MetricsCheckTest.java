package dev.holdfast.verifier.domain.check;

import static dev.holdfast.backbone.events.Verdict.FAILED;
import static dev.holdfast.backbone.events.Verdict.INCONCLUSIVE;
import static dev.holdfast.backbone.events.Verdict.PASSED;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.verifier.domain.check.Answer.Sample;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

class MetricsCheckTest {
    private static final Given GIVEN =
            new Given(
                    Map.of(),
                    Map.of("system", "shop", "environment", "production", "to", "1\"} or x{a=\""),
                    Map.of());
    private static final MetricsCheck RATIO =
            new MetricsCheck(
                    new MetricsCheck.Api(null, null),
                    "ratio{version=\"${to}\"}",
                    new Bound(Relation.BELOW, new Bound.Constant("0.01")),
                    null,
                    new MetricsCheck.Enough("requests", 20));

    private static Finding judge(List<Sample> ratio, List<Sample> requests, String... warnings) {
        return RATIO.judge(
                new Answer.Series(
                        List.of(ratio, requests), List.of(warnings), Duration.ofMillis(1)),
                GIVEN);
    }

    private static List<Sample> one(double value) {
        return List.of(new Sample(Map.of(), value));
    }

    @Test
    void both_sides_of_the_limit_and_of_the_minimum() {
        assertThat(judge(one(0.0099), one(20)).verdict()).isEqualTo(PASSED);
        assertThat(judge(one(0.01), one(20)).verdict()).isEqualTo(FAILED);
        assertThat(judge(one(0.0099), one(19)).verdict()).isEqualTo(INCONCLUSIVE);
        assertThat(judge(one(0.5), one(19)).says()).contains("19 measured, 20 needed");
    }

    @Test
    void no_data_is_not_health() {
        assertThat(judge(List.of(), one(20)).verdict()).isEqualTo(INCONCLUSIVE);
        assertThat(judge(one(0), List.of()).verdict()).isEqualTo(INCONCLUSIVE);
        assertThat(judge(one(Double.NaN), one(20)).verdict()).isEqualTo(INCONCLUSIVE);
        assertThat(judge(one(Double.NEGATIVE_INFINITY), one(20)).verdict()).isEqualTo(INCONCLUSIVE);
        assertThat(judge(one(0), one(Double.NaN)).verdict()).isEqualTo(INCONCLUSIVE);
    }

    @Test
    void a_part_of_an_answer_proves_nothing() {
        assertThat(judge(one(0), one(20), "store-gateway is gone").verdict())
                .isEqualTo(INCONCLUSIVE);
        Answer single = new Answer.Series(List.of(one(0)), List.of(), Duration.ofMillis(1));
        assertThat(RATIO.judge(single, GIVEN).verdict()).isEqualTo(INCONCLUSIVE);
    }

    @Test
    void one_bad_series_among_good_ones_fails() {
        List<Sample> two =
                List.of(new Sample(Map.of("pod", "a"), 0.001), new Sample(Map.of("pod", "b"), 0.4));
        Finding finding = judge(two, one(50));
        assertThat(finding.verdict()).isEqualTo(FAILED);
        assertThat(finding.says()).contains("pod=b").doesNotContain("pod=a");
        assertThat(finding.measured()).isEqualTo(0.4);
    }

    @Test
    void a_release_name_cannot_break_out_of_its_string() {
        Question.Metrics q = (Question.Metrics) RATIO.question(GIVEN);
        assertThat(q.queries().getFirst().query())
                .isEqualTo("ratio{version=\"1\\\"} or x{a=\\\"\"}");
        assertThat(q.scope()).isEqualTo("shop/production");
    }
}
