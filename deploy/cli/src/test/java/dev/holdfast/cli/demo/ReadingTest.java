package dev.holdfast.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.holdfast.cli.http.EventFeed.Event;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class ReadingTest {
    private final StringWriter printed = new StringWriter();
    private final Board board = new Board();
    private final Chronicle chronicle = new Chronicle();
    private final List<Event> asked = new ArrayList<>();
    private final Reading reading =
            new Reading(
                    "shop/production",
                    new Demo.Show(board, new PlainScreen(new PrintWriter(printed))),
                    chronicle,
                    "resolved",
                    asked::add);

    @BeforeEach
    void the_bad_release_answers() {
        chronicle.brokenAt(Instant.parse("2026-11-20T12:00:00Z"));
        board.begin(Stage.DETECT, "");
        reading.listen();
    }

    @Test
    void a_healed_shop_has_times_to_detect_decide_roll_back_and_verify() throws Exception {
        happens("trigger.raised", "05", "\"trigger\":{\"rule\":\"ShopErrorRateHigh\"}");
        happens("incident.opened", "05", "\"incident\":\"shop-1\"");
        happens("decision.made", "05", "\"sentence\":\"because\"");
        happens("rollback.ordered", "06", "\"reason\":\"rule\"");
        happens(
                "rollback.completed",
                "08",
                "\"to\":{\"component\":\"backend\",\"version\":\"1.4.1\"}");
        happens("verification.passed", "12", "\"summary\":\"6 of 6\"");
        boolean more = happens("incident.resolved", "18", "\"resolution\":\"healed\"");

        assertThat(more).isFalse();
        assertThat(reading.await(1)).isNull();
        assertThat(reading.incident()).isEqualTo("shop-1");
        assertThat(board.sentence()).isEqualTo("because");
        assertThat(chronicle.durations().values())
                .extracting(Optional::orElseThrow)
                .containsExactly(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(12));
    }

    @Test
    void a_withheld_rollback_ends_the_demo_with_the_reason() throws Exception {
        happens("incident.withheld", "05", "\"reason\":\"kill switch\",\"would\":\"roll back\"");
        assertThat(reading.await(1)).contains("withheld").contains("kill switch");
    }

    @Test
    void people_are_asked_once_for_each_question_and_trouble_before_a_good_end_is_no_failure()
            throws Exception {
        happens("plan.refused", "05", "\"reasons\":[\"the folder is gone\"]");
        happens("approval.requested", "06", "\"incident\":\"shop-1\"");
        happens("incident.resolved", "18", "\"resolution\":\"healed\"");
        assertThat(asked).hasSize(1);
        assertThat(reading.await(1)).isNull();
    }

    @Test
    void events_of_other_systems_do_not_count() throws Exception {
        reading.read(
                event("other/production", "incident.resolved", "05", "\"resolution\":\"healed\""));
        assertThat(reading.await(0)).contains("not resolved within 0 s");
    }

    private boolean happens(String type, String second, String data)
            throws JsonProcessingException {
        return reading.read(event("shop/production", type, second, data));
    }

    private static Event event(String scope, String type, String second, String data)
            throws JsonProcessingException {
        return new Event(
                JsonMapper.builder()
                        .build()
                        .readTree(
                                """
                                {"type":"dev.holdfast.%s.v1","scope":"%s","data":{"at":"2026-11-20T12:00:%sZ",%s}}\
                                """
                                        .formatted(type, scope, second, data)));
    }
}
