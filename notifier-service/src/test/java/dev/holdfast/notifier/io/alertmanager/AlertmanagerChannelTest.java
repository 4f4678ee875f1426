package dev.holdfast.notifier.io.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.notifier.domain.plan.Address.AlertmanagerAddress;
import dev.holdfast.notifier.io.FakeHttp;
import dev.holdfast.notifier.io.FakeHttp.Answer;
import dev.holdfast.notifier.io.Letters;

import org.junit.jupiter.api.Test;

class AlertmanagerChannelTest {
    @Test
    void an_incident_fires_and_is_resolved_under_the_same_labels() throws Exception {
        try (FakeHttp receiver = new FakeHttp(_ -> Answer.text(200, ""))) {
            AlertmanagerChannel channel =
                    new AlertmanagerChannel(Letters.http(), Letters.secrets("t0ken"));
            AlertmanagerAddress address =
                    new AlertmanagerAddress(receiver.url("/hook"), Letters.TOKEN, Letters.PATIENCE);
            Letters letters = new Letters();
            channel.send(address, letters.next("incident-started"));
            channel.send(address, letters.next("resolved"));

            JsonNode first = receiver.asked().get(0).json();
            JsonNode last = receiver.asked().get(1).json();
            assertThat(receiver.asked().getFirst().header("authorization"))
                    .isEqualTo("Bearer t0ken");
            assertThat(first.path("version").asText()).isEqualTo("4");
            assertThat(first.path("status").asText()).isEqualTo("firing");
            assertThat(last.path("status").asText()).isEqualTo("resolved");
            assertThat(last.path("alerts").path(0).path("labels"))
                    .isEqualTo(first.path("alerts").path(0).path("labels"));
            assertThat(last.path("alerts").path(0).path("fingerprint"))
                    .isEqualTo(first.path("alerts").path(0).path("fingerprint"));
            assertThat(first.path("alerts").path(0).path("endsAt").asText())
                    .isEqualTo("0001-01-01T00:00:00Z");
            assertThat(first.path("groupKey").asText()).contains(Letters.INCIDENT);
        }
    }
}
