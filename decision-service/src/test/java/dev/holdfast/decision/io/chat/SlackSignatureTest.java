package dev.holdfast.decision.io.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.decision.flow.Command;

import org.junit.jupiter.api.Test;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

class SlackSignatureTest {
    /// The example of Slack's own page on verifying requests.
    private static final String SECRET = "8f742231b10e8888abcd99yyyzzz85a5";

    private static final String SECONDS = "1531420618";
    private static final Instant NOW = Instant.ofEpochSecond(1_531_420_618L);
    private static final byte[] BODY =
            ("token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
                            + "&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA"
                            + "&user_name=roadrunner&command=%2Fwebhook-collect&text="
                            + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J"
                            + "%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
                            + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c")
                    .getBytes(StandardCharsets.UTF_8);
    private static final String SIGNATURE =
            "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";

    @Test
    void slacks_own_example_is_good() {
        assertThat(SlackSignature.good(SECRET, SECONDS, BODY, SIGNATURE, NOW)).isTrue();
    }

    @Test
    void five_minutes_later_it_is_not_and_not_with_one_bit_changed() {
        assertThat(SlackSignature.good(SECRET, SECONDS, BODY, SIGNATURE, NOW.plusSeconds(300)))
                .isTrue();
        assertThat(SlackSignature.good(SECRET, SECONDS, BODY, SIGNATURE, NOW.plusSeconds(301)))
                .isFalse();
        byte[] changed = BODY.clone();
        changed[7] ^= 1;
        assertThat(SlackSignature.good(SECRET, SECONDS, changed, SIGNATURE, NOW)).isFalse();
        assertThat(SlackSignature.good("other", SECONDS, BODY, SIGNATURE, NOW)).isFalse();
        assertThat(SlackSignature.good(SECRET, "x", BODY, SIGNATURE, NOW)).isFalse();
    }

    @Test
    void a_button_is_a_command_about_exactly_one_plan() {
        SlackPress press = SlackPress.read(pressed("holdfast_approve")).orElseThrow();
        assertThat(press.user()).isEqualTo("U2CERLKJA");
        assertThat(press.command())
                .isInstanceOfSatisfying(
                        Command.Approve.class,
                        a -> {
                            assertThat(a.incident()).isEqualTo("shop-1");
                            assertThat(a.planHash()).isEqualTo("9f2c");
                        });
        assertThat(SlackPress.read(pressed("something_else"))).isEmpty();
        assertThat(SlackPress.read("payload=%7Bnonsense".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(SlackPress.read(BODY)).isEmpty();
    }

    private static byte[] pressed(String action) {
        String payload =
                """
                {"type":"block_actions","user":{"id":"U2CERLKJA"},
                 "response_url":"https://hooks.slack.com/actions/x",
                 "actions":[{"action_id":"%s","action_ts":"1531420618.1",
                   "value":"{\\"incident\\":\\"shop-1\\",\\"planHash\\":\\"9f2c\\"}"}]}
                """
                        .formatted(action);
        return ("payload=" + URLEncoder.encode(payload, StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8);
    }
}
