package dev.holdfast.verifier.domain.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Verdict;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// That none of our own triggers stands is believed only of rules that are there, fit, and judged.
class OwnRulesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:10:00Z");
    private static final Given GIVEN = new Given(Map.of(), Map.of(), Map.of());

    private static Finding judge(List<String> names, String... rules) {
        String body =
                "{\"status\":\"success\",\"data\":{\"groups\":[{\"rules\":[%s]}]}}"
                        .formatted(String.join(",", rules));
        Answer.Http http = new Answer.Http(200, Map.of(), body, Duration.ZERO);
        return new AlertCheck(null, null, names, Map.of(), null)
                .judge(new AlertCheck.Rules(http, NOW), GIVEN);
    }

    private static String rule(String name, String health, Instant judged, String alerts) {
        return "{\"type\":\"alerting\",\"seesData\":true,\"name\":\"%s\",\"health\":\"%s\",\"lastError\":\"\",\"lastEvaluation\":\"%s\",\"alerts\":[%s]}"
                .formatted(name, health, judged, alerts);
    }

    private static final String FIRING = "{\"state\":\"firing\",\"labels\":{}}";
    private static final String PENDING = "{\"state\":\"pending\",\"labels\":{}}";

    @Test
    void a_fit_rule_that_does_not_fire_passes_and_one_that_does_fails() {
        assertThat(judge(List.of("Slow"), rule("Slow", "ok", NOW, PENDING)).verdict())
                .isEqualTo(Verdict.PASSED);
        assertThat(judge(List.of("Slow"), rule("Slow", "ok", NOW, FIRING)).verdict())
                .isEqualTo(Verdict.FAILED);
        assertThat(
                        judge(
                                        List.of("Slow"),
                                        rule("Slow", "ok", NOW, ""),
                                        rule("Other", "err", NOW, FIRING))
                                .verdict())
                .isEqualTo(Verdict.PASSED);
    }

    @Test
    void a_rule_that_is_not_there_or_not_fit_proves_nothing() {
        assertThat(judge(List.of("Slwo"), rule("Slow", "ok", NOW, "")).says())
                .contains("no rule [Slwo]");
        for (String health : List.of("err", "unknown")) {
            assertThat(judge(List.of(), rule("Slow", health, NOW, "")).verdict())
                    .isEqualTo(Verdict.INCONCLUSIVE);
        }
        assertThat(judge(List.of()).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judge(List.of("Slwo"), rule("Slow", "ok", NOW, "")).verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void a_rule_that_was_not_judged_for_two_minutes_proves_nothing() {
        Instant edge = NOW.minus(Duration.ofMinutes(2));
        assertThat(judge(List.of("Slow"), rule("Slow", "ok", edge, "")).verdict())
                .isEqualTo(Verdict.PASSED);
        Finding late = judge(List.of("Slow"), rule("Slow", "ok", edge.minusNanos(1), ""));
        assertThat(late.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(late.says()).contains("was last judged at");
        assertThat(judge(List.of("Slow"), rule("Slow", "ok", edge.minusNanos(1), FIRING)).verdict())
                .isEqualTo(Verdict.FAILED);
    }

    @Test
    void a_rule_that_sees_no_samples_proves_nothing_however_often_it_is_judged() {
        String blind =
                rule("Slow", "ok", NOW, "").replace("\"seesData\":true", "\"seesData\":false");
        Finding nothing = judge(List.of("Slow"), blind);
        assertThat(nothing.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(nothing.says()).contains("rule Slow sees no samples");
        assertThat(judge(List.of(), blind, rule("Fit", "ok", NOW, "")).verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
        String untold = rule("Slow", "ok", NOW, "").replace("\"seesData\":true,", "");
        assertThat(judge(List.of("Slow"), untold).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judge(List.of("Slow"), blind.replace("[]", "[" + FIRING + "]")).verdict())
                .isEqualTo(Verdict.FAILED);
    }

    @Test
    void a_group_that_is_judged_seldom_has_its_own_time_and_two_minutes_more() {
        Instant edge = NOW.minus(Duration.ofMinutes(7));
        for (boolean late : new boolean[] {false, true}) {
            String seldom = rule("Slow", "ok", late ? edge.minusNanos(1) : edge, "");
            String body =
                    "{\"data\":{\"groups\":[{\"interval\":300,\"rules\":[%s]}]}}".formatted(seldom);
            Answer.Http http = new Answer.Http(200, Map.of(), body, Duration.ZERO);
            assertThat(
                            new AlertCheck(null, null, List.of("Slow"), Map.of(), null)
                                    .judge(new AlertCheck.Rules(http, NOW), GIVEN)
                                    .verdict())
                    .isEqualTo(late ? Verdict.INCONCLUSIVE : Verdict.PASSED);
        }
    }
}
