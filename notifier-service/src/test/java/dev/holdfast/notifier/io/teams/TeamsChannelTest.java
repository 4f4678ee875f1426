package dev.holdfast.notifier.io.teams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.notifier.domain.notice.Outcome.Delivered;
import dev.holdfast.notifier.domain.notice.Outcome.Later;
import dev.holdfast.notifier.domain.plan.Address.TeamsAddress;
import dev.holdfast.notifier.io.FakeHttp;
import dev.holdfast.notifier.io.FakeHttp.Answer;
import dev.holdfast.notifier.io.Letters;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TeamsChannelTest {
    /// A workflow answers 202 without a body, and refuses more than 28 KB.
    private final FakeHttp teams =
            new FakeHttp(a ->
                    a.body().length() > 28_000
                            ? Answer.text(413, "RequestEntityTooLarge")
                            : Answer.text(202, ""));

    private final Letters letters = new Letters();
    private final TeamsAddress address = new TeamsAddress(Letters.TOKEN, Letters.PATIENCE);
    private final TeamsChannel channel =
            new TeamsChannel(
                    Letters.http(),
                    Letters.secrets(teams.url("/workflows/a/triggers/manual?sig=x").toString()));

    @AfterEach
    void close() {
        teams.close();
    }

    @Test
    void a_notice_is_one_adaptive_card_with_a_link() throws Exception {
        assertThat(channel.send(address, letters.next("incident-started")))
                .isEqualTo(new Delivered("HTTP 202"));
        var message = teams.asked().getFirst().json();
        assertThat(message.path("type").asText()).isEqualTo("message");
        var attachment = message.path("attachments").path(0);
        assertThat(attachment.path("contentType").asText())
                .isEqualTo("application/vnd.microsoft.card.adaptive");
        var card = attachment.path("content");
        assertThat(card.path("version").asText()).isEqualTo("1.4");
        assertThat(card.path("body").path(0).path("text").asText())
                .isEqualTo("🚨 subject of incident-started");
        assertThat(card.path("actions").path(0).path("url").asText()).endsWith(Letters.INCIDENT);
    }

    @Test
    void a_connector_that_says_no_with_200_is_asked_again() throws Exception {
        teams.fails(
                Answer.text(
                        200,
                        "Webhook message delivery failed with error: Microsoft Teams endpoint"
                                + " returned HTTP error 429 with ContextId tcid=0"));
        assertThat(channel.send(address, letters.next("update"))).isInstanceOf(Later.class);
    }
}
