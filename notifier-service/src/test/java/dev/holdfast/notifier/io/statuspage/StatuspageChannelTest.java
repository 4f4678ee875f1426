package dev.holdfast.notifier.io.statuspage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.holdfast.notifier.domain.notice.Outcome.Delivered;
import dev.holdfast.notifier.domain.notice.Outcome.Later;
import dev.holdfast.notifier.domain.notice.Outcome.Refused;
import dev.holdfast.notifier.domain.plan.Address.StatuspageAddress;
import dev.holdfast.notifier.io.FakeHttp;
import dev.holdfast.notifier.io.FakeHttp.Answer;
import dev.holdfast.notifier.io.FakeHttp.Asked;
import dev.holdfast.notifier.io.Letters;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

class StatuspageChannelTest {
    private static final Set<String> STATES =
            Set.of("investigating", "identified", "monitoring", "resolved");
    private static final Set<String> HEALTHS =
            Set.of("operational", "degraded_performance", "partial_outage", "major_outage");

    private final Map<String, ObjectNode> incidents = new LinkedHashMap<>();
    private final FakeHttp page = new FakeHttp(this::protocol);
    private final Letters letters = new Letters();
    private final StatuspageAddress address =
            new StatuspageAddress(
                    page.url(""),
                    "pg1",
                    Letters.TOKEN,
                    Map.of("backend", "cmp1"),
                    Letters.PATIENCE);
    private final StatuspageChannel channel =
            new StatuspageChannel(Letters.http(), Letters.secrets("k3y"));

    @AfterEach
    void close() {
        page.close();
    }

    @Test
    void the_page_shows_one_incident_with_its_component_until_it_is_resolved() throws Exception {
        tell("incident-started");
        JsonNode shown = incidents.values().iterator().next();
        assertThat(shown.path("status").asText()).isEqualTo("investigating");
        assertThat(shown.path("components").path("cmp1").asText()).isEqualTo("partial_outage");
        tell("rollback-started");
        tell("rollback-completed");
        assertThat(shown.path("status").asText()).isEqualTo("monitoring");
        tell("resolved");
        assertThat(incidents).hasSize(1);
        assertThat(shown.path("status").asText()).isEqualTo("resolved");
        assertThat(shown.path("components").path("cmp1").asText()).isEqualTo("operational");
    }

    @Test
    void an_incident_whose_answer_was_lost_is_found_on_the_page() throws Exception {
        page.fails(Answer.text(502, "").thoughDone());
        assertThat(channel.send(address, letters.next("incident-started")))
                .isInstanceOf(Later.class);
        assertThat(channel.send(address, letters.again("incident-started")))
                .isInstanceOf(Delivered.class);
        assertThat(incidents).hasSize(1);
    }

    @Test
    void too_many_requests_are_420_here() throws Exception {
        page.fails(Answer.text(420, "{\"error\":\"calm down\"}"), Answer.text(422, "{}"));
        assertThat(channel.send(address, letters.next("update"))).isInstanceOf(Later.class);
        assertThat(channel.send(address, letters.next("update"))).isInstanceOf(Refused.class);
    }

    private void tell(String about) throws Exception {
        assertThat(letters.told(channel.send(address, letters.next(about))))
                .isInstanceOf(Delivered.class);
    }

    private Answer protocol(Asked asked) {
        if (!asked.header("authorization").equals("OAuth k3y")) {
            return Answer.of(401, Map.of("error", "Could not authenticate"));
        }
        if (asked.path().equals("/v1/pages/pg1/incidents/unresolved")) {
            return Answer.of(200, incidents.values());
        }
        JsonNode sent = asked.json().path("incident");
        boolean good = STATES.contains(sent.path("status").asText());
        for (JsonNode health : sent.path("components")) {
            good &= HEALTHS.contains(health.asText());
        }
        if (asked.method().equals("POST")) {
            if (!good || sent.path("name").asText().isBlank()) {
                return Answer.of(422, Map.of("error", "invalid"));
            }
            String id = "inc" + (incidents.size() + 1);
            ObjectNode incident = sent.deepCopy();
            incident.put("id", id);
            incidents.put(id, incident);
            return Answer.of(201, incident);
        }
        ObjectNode incident = incidents.get(asked.path().replaceAll(".*/", ""));
        if (incident == null) {
            return Answer.of(404, Map.of("error", "not found"));
        }
        incident.setAll((ObjectNode) sent);
        return Answer.of(good ? 200 : 422, incident);
    }
}
