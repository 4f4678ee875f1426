package dev.holdfast.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.holdfast.backbone.drill.Drill;
import dev.holdfast.backbone.drill.DrillsFile;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.cli.http.EventFeed.Event;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class ScoreTest {
    private static final String KEY = "shop/production~d-1";
    private static final Duration QUICK = Duration.ofMillis(80);

    private final List<Event> questions = new ArrayList<>();
    @TempDir Path data;

    @Test
    void a_drill_that_went_as_expected_has_every_point() throws Exception {
        Witness witness = witness();
        healed(witness);
        Score score = Score.of(drill("ShopErrors", "automatic"), witness.account(), 1, QUICK);
        assertThat(score.passed()).isTrue();
        assertThat(score.points()).isEqualTo(100);
    }

    @Test
    void wrong_expectations_fail_with_a_difference_that_can_be_read() throws Exception {
        Witness witness = witness();
        healed(witness);
        Score score = Score.of(drill("ShopDown", "[on-call]"), witness.account(), 1, QUICK);
        assertThat(score.passed()).isFalse();
        assertThat(score.lines().stream().filter(l -> !l.right()).map(Object::toString))
                .containsExactly(
                        "WRONG   trigger            expected ShopDown, got ShopErrors",
                        "WRONG   authority          expected on-call, got automatic");
    }

    @Test
    void that_nothing_comes_of_it_is_an_expectation_too() throws Exception {
        Drill none = drill("none", "none", "{}");
        Witness witness = witness();
        assertThat(Score.of(none, witness.account(), 1, QUICK).lines())
                .filteredOn(l -> l.what().matches("trigger|authority"))
                .allMatch(Score.Line::right);
        healed(witness);
        assertThat(Score.of(none, witness.account(), 1, QUICK).lines())
                .filteredOn(l -> !l.right())
                .extracting(Object::toString)
                .contains("WRONG   trigger            expected none, got ShopErrors");
    }

    @Test
    void one_who_does_not_answer_is_no_end_while_the_next_is_asked() throws Exception {
        Witness witness = witness();
        witness.see(event(KEY, "approval.requested", 5, "\"roles\":[\"on-call\"]"));
        witness.see(event(KEY, "incident.escalated", 9, ""));
        witness.see(event(KEY, "approval.requested", 9, "\"roles\":[\"lead\"]"));
        assertThat(witness.isEscalated(Instant.now().plusSeconds(60))).isFalse();

        witness.see(event(KEY, "incident.escalated", 20, ""));
        assertThat(witness.isEscalated(Instant.now())).as("the next may be asked yet").isFalse();
        assertThat(witness.isEscalated(Instant.now().plusSeconds(60))).isTrue();
        assertThat(witness.account().end()).isEqualTo("escalated");
        assertThat(witness.account().authority()).containsExactly("on-call", "lead");
    }

    @Test
    void a_target_is_missed_one_tick_after_it_and_kept_on_it() throws Exception {
        Witness witness = witness();
        healed(witness);
        Drill kept = drill("ShopErrors", "automatic", "{detect: 5s}");
        Drill missed = drill("ShopErrors", "automatic", "{detect: 4999ms}");
        assertThat(Score.of(kept, witness.account(), 1, QUICK).passed()).isTrue();
        assertThat(Score.of(missed, witness.account(), 1, QUICK).passed()).isFalse();
    }

    @Test
    void a_kill_switch_that_is_late_or_silent_fails_the_drill() throws Exception {
        Witness witness = witness();
        healed(witness);
        Drill drill = drill("ShopErrors", "automatic");
        assertThat(Score.of(drill, witness.account(), 1, Duration.ofMillis(1_001)).passed())
                .isFalse();
        assertThat(Score.of(drill, witness.account(), 1, null).passed()).isFalse();
    }

    @Test
    void that_people_are_told_of_the_end_counts_although_it_comes_after_it() throws Exception {
        Witness witness = witness();
        healed(witness);
        witness.see(event(KEY, "notice.sent", 19, "\"about\":\"resolved\""));
        witness.see(event(KEY, "trigger.raised", 19, "\"trigger\":{\"rule\":\"Later\"}"));
        assertThat(witness.account().notices()).containsExactly("resolved");
        assertThat(witness.account().triggers()).containsExactly("ShopErrors");
    }

    @Test
    void events_of_the_real_key_do_not_count() throws Exception {
        Witness witness = witness();
        witness.see(event("shop/production", "incident.resolved", 9, ""));
        assertThat(witness.account().end()).isEqualTo("none");
    }

    @Test
    void a_drill_is_kept_and_reported_in_three_forms() throws Exception {
        Witness witness = witness();
        healed(witness);
        Score score = Score.of(drill("ShopDown", "automatic"), witness.account(), 12, QUICK);
        var held =
                new Held(
                        "shop",
                        "d",
                        "planned",
                        "A <title>",
                        "d-1",
                        Instant.EPOCH,
                        true,
                        12,
                        "ann",
                        List.of("olga"),
                        Map.of("DETECT", 5.0),
                        score.lines(),
                        score.points(),
                        false,
                        "",
                        "because");
        new History(data).keep(held);
        List<Held> all = new History(data).all();
        assertThat(all).containsExactly(held);
        assertThat(Report.markdown(all))
                .startsWith("| | shop |\n|---|---|\n| planned | d **failed** |\n\n")
                .contains("| shop | d | planned | **failed**", "ShopDown");
        assertThat(Report.junit(all)).contains("failures=\"1\"", "expected ShopDown");
        assertThat(Report.json(all)).contains("\"pack\" : \"shop\"");
    }

    private Witness witness() {
        Witness witness = new Witness(KEY, "resolved", questions::add);
        witness.begun(Instant.parse("2026-11-20T12:00:00Z"));
        return witness;
    }

    private static void healed(Witness witness) throws JsonProcessingException {
        witness.see(event(KEY, "trigger.raised", 5, "\"trigger\":{\"rule\":\"ShopErrors\"}"));
        witness.see(event(KEY, "incident.opened", 5, "\"severity\":\"P1\""));
        witness.see(event(KEY, "decision.made", 5, "\"severity\":\"P1\",\"action\":\"rollback\""));
        witness.see(event(KEY, "rollback.proposed", 5, "\"rollback\":\"r\",\"runbook\":\"back\""));
        witness.see(event(KEY, "rollback.ordered", 6, "\"rollback\":\"r\""));
        witness.see(event(KEY, "rollback.completed", 8, ""));
        witness.see(event(KEY, "verification.passed", 12, ""));
        witness.see(event(KEY, "incident.resolved", 18, ""));
    }

    private static Event event(String scope, String type, int second, String data)
            throws JsonProcessingException {
        return new Event(
                JsonMapper.builder()
                        .build()
                        .readTree(
                                """
                                {"type":"dev.holdfast.%s.v1","scope":"%s","time":"2026-11-20T12:00:%02dZ","data":{%s}}
                                """
                                        .formatted(type, scope, second, data)));
    }

    private static Drill drill(String trigger, String authority) {
        return drill(trigger, authority, "{detect: 1m}");
    }

    private static Drill drill(String trigger, String authority, String targets) {
        var problems = new Problems();
        DrillsFile file =
                DrillsFile.read(
                        PackFiles.of(
                                "shop",
                                Map.of(
                                        "drills.yml",
                                        """
                                        drills:
                                          d:
                                            title: a story
                                            kind: planned
                                            component: backend
                                            does: [{act: deploy, with: {release: 2}}]
                                            expect: {trigger: %s, severity: P1, decision: rollback, runbook: back, authority: %s, verdict: passed, ends: resolved}
                                            targets: %s
                                        """
                                                .formatted(trigger, authority, targets))),
                        problems);
        assertThat(problems.lines()).isEmpty();
        return file.drills().getFirst();
    }
}
