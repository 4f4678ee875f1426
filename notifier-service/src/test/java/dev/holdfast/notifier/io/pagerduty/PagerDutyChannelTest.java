package dev.holdfast.notifier.io.pagerduty;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.notifier.domain.news.Word;
import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.notice.Outcome.Delivered;
import dev.holdfast.notifier.domain.notice.Outcome.Refused;
import dev.holdfast.notifier.domain.plan.Address.PagerDutyAddress;
import dev.holdfast.notifier.io.FakeHttp;
import dev.holdfast.notifier.io.FakeHttp.Answer;
import dev.holdfast.notifier.io.FakeHttp.Asked;
import dev.holdfast.notifier.io.Letters;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

class PagerDutyChannelTest {
    private final FakeHttp pagerDuty = new FakeHttp(PagerDutyChannelTest::protocol);
    private final Letters letters = new Letters();
    private final PagerDutyAddress address =
            new PagerDutyAddress(pagerDuty.url(""), Letters.TOKEN, Letters.PATIENCE);
    private final PagerDutyChannel channel =
            new PagerDutyChannel(Letters.http(), Letters.secrets("R0UT1NG"));

    @AfterEach
    void close() {
        pagerDuty.close();
    }

    @Test
    void an_incident_is_one_alert_that_is_taken_and_resolved() throws Exception {
        tell("incident-started", "step-progress", "acknowledged", "resolved");
        List<Asked> events = pagerDuty.asked("POST", "/v2/enqueue");
        assertThat(events.stream().filter(a -> key(a).equals(Letters.INCIDENT)))
                .extracting(a -> a.json().path("event_action").asText())
                .containsExactly("trigger", "acknowledge", "resolve");
        JsonNode payload = events.getFirst().json().path("payload");
        assertThat(payload.path("severity").asText()).isEqualTo("error");
        assertThat(payload.path("component").asText()).isEqualTo("backend");
    }

    @Test
    void what_fails_after_somebody_took_it_wakes_them_anew_and_ends_with_the_incident()
            throws Exception {
        tell("incident-started", "acknowledged", "failed", "resolved");
        assertThat(beside("failed").values()).containsExactly(List.of("trigger", "resolve"));
    }

    @Test
    void each_level_and_each_failure_is_an_alert_of_its_own_and_all_end_with_the_incident()
            throws Exception {
        tell("escalated", "failed", "escalated", "acknowledged", "failed", "resolved");
        assertThat(beside("escalated").values())
                .containsExactly(
                        List.of("trigger", "resolve"),
                        List.of("trigger", "acknowledge", "resolve"));
        assertThat(beside("failed").values())
                .containsExactly(
                        List.of("trigger", "acknowledge", "resolve"),
                        List.of("trigger", "resolve"));
    }

    @Test
    void an_attempt_that_is_repeated_meets_the_same_alert() throws Exception {
        var _ = channel.send(address, letters.next("escalated"));
        assertThat(letters.told(channel.send(address, letters.again("escalated"))))
                .isInstanceOf(Delivered.class);
        assertThat(beside("escalated").values()).containsExactly(List.of("trigger", "trigger"));
    }

    @Test
    void an_answer_ends_the_question_and_leaves_the_incident_unacknowledged() throws Exception {
        tell("incident-started", "approval-wanted", "approval-answered");
        assertThat(beside("approval-wanted").values())
                .containsExactly(List.of("trigger", "resolve"));
        assertThat(pagerDuty.asked("POST", "/v2/enqueue")).hasSize(3);
    }

    @Test
    void the_first_yes_of_two_leaves_the_question_open() throws Exception {
        tell("approval-wanted");
        Outcome first =
                channel.send(
                        address,
                        letters.next("approval-answered", Map.of(Word.NEEDED.title(), "1")));
        assertThat(letters.told(first)).isInstanceOf(Delivered.class);
        assertThat(beside("approval-wanted").values()).containsExactly(List.of("trigger"));
        tell("approval-answered");
        assertThat(beside("approval-wanted").values())
                .containsExactly(List.of("trigger", "resolve"));
    }

    /// What was done to each alert beside the incident's own that is about this.
    private Map<String, List<String>> beside(String about) {
        return pagerDuty.asked("POST", "/v2/enqueue").stream()
                .filter(a -> key(a).startsWith(Letters.INCIDENT + "/" + about + "/"))
                .collect(
                        Collectors.groupingBy(
                                PagerDutyChannelTest::key,
                                TreeMap::new,
                                Collectors.mapping(
                                        a -> a.json().path("event_action").asText(),
                                        Collectors.toList())));
    }

    private static String key(Asked asked) {
        return asked.json().path("dedup_key").asText();
    }

    @Test
    void what_had_to_wait_until_the_incident_was_over_wakes_nobody() throws Exception {
        tell("incident-started", "resolved", "escalated", "failed", "acknowledged");
        assertThat(beside("escalated")).isEmpty();
        assertThat(beside("failed")).isEmpty();
        assertThat(pagerDuty.asked("POST", "/v2/enqueue")).hasSize(2);
    }

    @Test
    void of_many_levels_one_alert_is_open_and_none_stays_open() throws Exception {
        tell("incident-started");
        for (int i = 0; i < 50; i++) {
            tell("escalated");
        }
        assertThat(beside("escalated")).hasSize(50);
        assertThat(beside("escalated").values().stream().filter(a -> a.size() == 1)).hasSize(1);
        tell("resolved");
        assertThat(beside("escalated").values()).containsOnly(List.of("trigger", "resolve"));
    }

    @Test
    void a_rollback_is_a_change_beside_it() throws Exception {
        tell("rollback-started", "rollback-completed");
        assertThat(pagerDuty.asked("POST", "/v2/change/enqueue")).hasSize(2);
        assertThat(pagerDuty.asked("POST", "/v2/enqueue")).isEmpty();
    }

    @Test
    void an_invalid_key_is_refused() throws Exception {
        Outcome outcome =
                new PagerDutyChannel(Letters.http(), Letters.secrets("wrong"))
                        .send(address, letters.next("incident-started"));
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Refused.class, r -> assertThat(r.reason()).contains("invalid event"));
    }

    /// As events.pagerduty.com answers: 202, or 400 with all that is wrong.
    private static Answer protocol(Asked asked) {
        JsonNode body = asked.json();
        List<String> errors = new ArrayList<>();
        if (!body.path("routing_key").asText().equals("R0UT1NG")) {
            errors.add("'routing_key' is invalid");
        }
        JsonNode payload = body.path("payload");
        if (asked.path().equals("/v2/enqueue")) {
            String action = body.path("event_action").asText();
            if (!Set.of("trigger", "acknowledge", "resolve").contains(action)) {
                errors.add("'event_action' is invalid");
            }
            if (action.equals("trigger")) {
                if (!Set.of("critical", "error", "warning", "info")
                        .contains(payload.path("severity").asText())) {
                    errors.add("'payload.severity' is invalid");
                }
                required(payload, errors, "source");
            } else if (!body.hasNonNull("dedup_key")) {
                errors.add("'dedup_key' is missing");
            }
            if (action.equals("trigger")) {
                required(payload, errors, "summary");
            }
        } else {
            required(payload, errors, "summary");
        }
        if (payload.path("summary").asText().length() > 1024) {
            errors.add("Length of 'payload.summary' is too long");
        }
        return errors.isEmpty()
                ? Answer.of(
                        202,
                        Map.of(
                                "status", "success",
                                "message", "Event processed",
                                "dedup_key", body.path("dedup_key").asText()))
                : Answer.of(
                        400,
                        Map.of(
                                "status", "invalid event",
                                "message", "Event object is invalid",
                                "errors", errors));
    }

    private static void required(JsonNode payload, List<String> errors, String name) {
        if (payload.path(name).asText().isBlank()) {
            errors.add("'payload.%s' is missing or blank".formatted(name));
        }
    }

    private void tell(String... abouts) throws Exception {
        for (String about : abouts) {
            assertThat(letters.told(channel.send(address, letters.next(about))))
                    .isInstanceOf(Delivered.class);
        }
    }
}
