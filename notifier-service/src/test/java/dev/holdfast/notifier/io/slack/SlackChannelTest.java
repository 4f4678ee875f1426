package dev.holdfast.notifier.io.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.notice.Outcome.Delivered;
import dev.holdfast.notifier.domain.notice.Outcome.Later;
import dev.holdfast.notifier.domain.notice.Outcome.Refused;
import dev.holdfast.notifier.domain.plan.Address.SlackAddress;
import dev.holdfast.notifier.domain.plan.Address.SlackHookAddress;
import dev.holdfast.notifier.io.FakeHttp;
import dev.holdfast.notifier.io.FakeHttp.Answer;
import dev.holdfast.notifier.io.Letters;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

class SlackChannelTest {
    private final FakeSlack slack = new FakeSlack();
    private final Letters letters = new Letters();
    private final SlackChannel channel =
            new SlackChannel(Letters.http(), Letters.secrets("xoxb-1"));

    @AfterEach
    void close() {
        slack.close();
    }

    @Test
    void an_incident_is_one_thread_whose_first_message_says_how_things_stand() throws Exception {
        tell("incident-started");
        tell("rollback-started");
        tell("resolved");

        assertThat(slack.roots()).hasSize(1);
        String thread = slack.roots().getFirst().path("ts").asText();
        assertThat(slack.inThread(thread))
                .extracting(m -> m.path("text").asText().lines().findFirst().orElseThrow())
                .containsExactly(
                        "🚨 subject of incident-started",
                        "🚨 subject of rollback-started",
                        "🚨 subject of resolved");
        assertThat(FakeSlack.text(slack.roots().getFirst().path("blocks"))).contains("✅ *P1*");
    }

    @Test
    void nothing_from_outside_can_mention_anybody() throws Exception {
        tell("incident-started");
        assertThat(FakeSlack.text(slack.roots().getFirst().path("blocks")))
                .contains("Errors &lt;!channel&gt; &amp; more")
                .doesNotContain("<!channel>");
    }

    @Test
    void a_question_has_two_buttons_that_its_answer_takes_away() throws Exception {
        tell("incident-started");
        tell("approval-wanted");
        var question = slack.inThread(slack.roots().getFirst().path("ts").asText()).get(1);
        var buttons = question.path("blocks").path(1).path("elements");
        assertThat(buttons)
                .extracting(b -> b.path("action_id").asText())
                .containsExactly("holdfast_approve", "holdfast_deny");
        assertThat(buttons.path(0).path("value").asText())
                .contains(Letters.INCIDENT, "\"planHash\":\"9f2c41d0\"");

        tell("approval-answered");
        assertThat(FakeSlack.text(question.path("blocks")))
                .contains("subject of approval-answered")
                .doesNotContain("holdfast_approve");
    }

    @Test
    void a_thread_whose_first_message_somebody_deleted_is_begun_anew() throws Exception {
        tell("incident-started");
        slack.deletes(slack.roots().getFirst().path("ts").asText());
        tell("approval-wanted");
        String thread = slack.roots().getFirst().path("ts").asText();
        assertThat(slack.inThread(thread))
                .singleElement()
                .satisfies(m -> assertThat(FakeSlack.text(m)).contains("holdfast_approve"));
    }

    @Test
    void in_a_long_thread_too_an_attempt_is_found_again() throws Exception {
        for (int i = 0; i < 120; i++) {
            tell("incident-started");
        }
        String thread = slack.roots().getFirst().path("ts").asText();
        assertThat(slack.inThread(thread)).hasSize(120);
        channel.send(address(FakeSlack.CHANNEL), letters.again("incident-started"));
        assertThat(slack.inThread(thread)).hasSize(120);
    }

    @Test
    void an_attempt_whose_answer_was_lost_is_found_and_not_repeated() throws Exception {
        slack.http.fails(Answer.text(500, "lost").thoughDone());
        Outcome lost = channel.send(address(FakeSlack.CHANNEL), letters.next("incident-started"));
        assertThat(lost).isInstanceOf(Later.class);
        slack.http.fails();
        letters.told(channel.send(address(FakeSlack.CHANNEL), letters.again("incident-started")));
        tell("resolved");
        assertThat(slack.roots()).hasSize(1);
        assertThat(slack.inThread(slack.roots().getFirst().path("ts").asText())).hasSize(2);
    }

    @Test
    void what_slack_says_decides_whether_it_is_tried_again() throws Exception {
        assertThat(channel.send(address("C9999999999"), letters.next("incident-started")))
                .isEqualTo(new Refused("Slack says channel_not_found"));
        assertThat(
                        new SlackChannel(Letters.http(), Letters.secrets("stale"))
                                .send(address(FakeSlack.CHANNEL), letters.next("incident-started")))
                .isEqualTo(new Later("Slack says invalid_auth", null));
        slack.http.fails(Answer.text(429, "").with("Retry-After", "30"));
        assertThat(channel.send(address(FakeSlack.CHANNEL), letters.next("incident-started")))
                .isEqualTo(new Later("HTTP 429", Duration.ofSeconds(30)));
    }

    @Test
    void a_test_needs_no_thread() throws Exception {
        assertThat(channel.send(address(FakeSlack.CHANNEL), Letters.test("test")))
                .isInstanceOf(Delivered.class);
        assertThat(slack.roots()).hasSize(1);
    }

    @Test
    void an_incoming_webhook_gets_one_message_a_notice() throws Exception {
        try (FakeHttp hooks = new FakeHttp(_ -> Answer.text(200, "ok"))) {
            SlackHookChannel hook =
                    new SlackHookChannel(
                            Letters.http(),
                            Letters.secrets(hooks.url("/services/T0/B0/x").toString()));
            SlackHookAddress to = new SlackHookAddress(Letters.TOKEN, Letters.PATIENCE);
            assertThat(hook.send(to, letters.next("incident-started")))
                    .isEqualTo(new Delivered("HTTP 200"));
            assertThat(hooks.asked().getFirst().json().path("blocks")).hasSize(1);
            hooks.fails(Answer.text(404, "no_service"), Answer.text(403, "action_prohibited"));
            assertThat(hook.send(to, letters.next("update")))
                    .isEqualTo(new Refused("HTTP 404: no_service"));
            assertThat(hook.send(to, letters.next("update"))).isInstanceOf(Later.class);
        }
    }

    private void tell(String about) throws Exception {
        Outcome outcome =
                letters.told(channel.send(address(FakeSlack.CHANNEL), letters.next(about)));
        assertThat(List.of(outcome)).allMatch(Delivered.class::isInstance);
    }

    private SlackAddress address(String where) {
        return new SlackAddress(
                slack.http.url("/api/"), where, Letters.TOKEN, true, Letters.PATIENCE);
    }
}
