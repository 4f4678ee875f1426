package dev.holdfast.notifier.io.jira;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.notifier.domain.notice.Outcome.Delivered;
import dev.holdfast.notifier.domain.notice.Outcome.Later;
import dev.holdfast.notifier.domain.plan.Address.JiraAddress;
import dev.holdfast.notifier.io.FakeHttp;
import dev.holdfast.notifier.io.FakeHttp.Answer;
import dev.holdfast.notifier.io.FakeHttp.Asked;
import dev.holdfast.notifier.io.Letters;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class JiraChannelTest {
    private final List<JsonNode> issues = new ArrayList<>();
    private final List<String> comments = new ArrayList<>();
    private String state = "new";
    private final FakeHttp jira = new FakeHttp(this::protocol);
    private final Letters letters = new Letters();
    private final JiraAddress address =
            new JiraAddress(
                    jira.url("/"),
                    "SHOP",
                    "Incident",
                    "ada@example.org",
                    Letters.TOKEN,
                    Letters.PATIENCE);
    private final JiraChannel channel = new JiraChannel(Letters.http(), Letters.secrets("t"));

    @AfterEach
    void close() {
        jira.close();
    }

    @Test
    void an_incident_is_one_issue_linked_both_ways_and_done_with_it() throws Exception {
        Delivered opened =
                (Delivered) letters.told(channel.send(address, letters.next("incident-started")));
        assertThat(opened.receipt()).endsWith("/browse/SHOP-1");
        assertThat(jira.asked("POST", "/rest/api/2/issue/SHOP-1/remotelink").getFirst().body())
                .contains("https://console/#/incident/" + Letters.INCIDENT);
        letters.told(channel.send(address, letters.next("rollback-started")));
        letters.told(channel.send(address, letters.next("resolved")));
        assertThat(issues).hasSize(1);
        assertThat(comments).hasSize(2);
        assertThat(state).isEqualTo("done");
    }

    @Test
    void an_issue_whose_answer_was_lost_is_found_by_its_label() throws Exception {
        jira.fails(Answer.text(503, "").thoughDone());
        assertThat(channel.send(address, letters.next("incident-started")))
                .isInstanceOf(Later.class);
        channel.send(address, letters.again("incident-started"));
        assertThat(issues).hasSize(1);
    }

    private Answer protocol(Asked asked) {
        if (!asked.header("authorization").equals("Basic YWRhQGV4YW1wbGUub3JnOnQ=")) {
            return Answer.of(401, Map.of());
        }
        String path = asked.path().replaceAll("\\?.*", "");
        if (path.equals("/rest/api/2/search")) {
            return Answer.of(
                    200,
                    Map.of(
                            "issues",
                            asked.path().contains(Letters.INCIDENT) && !issues.isEmpty()
                                    ? List.of(Map.of("key", "SHOP-1"))
                                    : List.of()));
        }
        if (path.endsWith("/transitions") && asked.method().equals("GET")) {
            return Answer.of(
                    200,
                    Map.of(
                            "transitions",
                            List.of(transition("11", "indeterminate"), transition("31", "done"))));
        }
        if (path.endsWith("/transitions")) {
            state =
                    asked.json().path("transition").path("id").asText().equals("31")
                            ? "done"
                            : state;
            return Answer.text(204, "");
        }
        if (path.endsWith("/comment")) {
            comments.add(asked.json().path("body").asText());
            return Answer.of(201, Map.of("id", "1"));
        }
        if (path.endsWith("/remotelink")) {
            return Answer.of(201, Map.of("id", 1));
        }
        JsonNode fields = asked.json().path("fields");
        if (fields.path("summary").asText().contains("\n")
                || fields.path("summary").asText().length() > 255) {
            return Answer.of(400, Map.of("errors", Map.of("summary", "invalid")));
        }
        issues.add(fields);
        return Answer.of(201, Map.of("id", "1", "key", "SHOP-" + issues.size()));
    }

    private static Map<String, Object> transition(String id, String category) {
        return Map.of("id", id, "to", Map.of("statusCategory", Map.of("key", category)));
    }
}
