package dev.holdfast.notifier.io.github;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.notifier.domain.notice.Outcome.Delivered;
import dev.holdfast.notifier.domain.notice.Outcome.Later;
import dev.holdfast.notifier.domain.plan.Address.GitHubAddress;
import dev.holdfast.notifier.io.FakeHttp;
import dev.holdfast.notifier.io.FakeHttp.Answer;
import dev.holdfast.notifier.io.FakeHttp.Asked;
import dev.holdfast.notifier.io.Letters;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class GitHubChannelTest {
    private final List<JsonNode> issues = new ArrayList<>();
    private String state = "open";
    private final FakeHttp github = new FakeHttp(this::protocol);
    private final Letters letters = new Letters();
    private final GitHubAddress address =
            new GitHubAddress(github.url("/"), "team/shop", Letters.TOKEN, Letters.PATIENCE);
    private final GitHubChannel channel = new GitHubChannel(Letters.http(), Letters.secrets("t"));

    @AfterEach
    void close() {
        github.close();
    }

    @Test
    void an_incident_is_one_issue_that_is_closed_with_it() throws Exception {
        Delivered opened =
                (Delivered) letters.told(channel.send(address, letters.next("incident-started")));
        assertThat(opened.receipt()).isEqualTo("https://github.com/team/shop/issues/7");
        letters.told(channel.send(address, letters.next("resolved")));
        assertThat(issues).hasSize(1);
        assertThat(issues.getFirst().path("body").asText()).contains("&#64;here");
        assertThat(github.asked("POST", "/repos/team/shop/issues/7/comments")).hasSize(1);
        assertThat(state).isEqualTo("closed");
    }

    @Test
    void an_issue_whose_answer_was_lost_is_found_by_its_label() throws Exception {
        github.fails(Answer.text(502, "").thoughDone());
        assertThat(channel.send(address, letters.next("incident-started")))
                .isInstanceOf(Later.class);
        channel.send(address, letters.again("incident-started"));
        assertThat(issues).hasSize(1);
    }

    @Test
    void a_secondary_limit_is_obeyed() throws Exception {
        github.fails(Answer.text(403, "secondary rate limit").with("Retry-After", "60"));
        assertThat(channel.send(address, letters.next("update")))
                .isInstanceOfSatisfying(
                        Later.class,
                        l -> assertThat(l.retryAfter()).isEqualTo(Duration.ofMinutes(1)));
    }

    private Answer protocol(Asked asked) {
        if (!asked.header("x-github-api-version").equals("2022-11-28")) {
            return Answer.of(400, Map.of("message", "version"));
        }
        if (asked.method().equals("GET")) {
            return Answer.of(200, issues.isEmpty() ? List.of() : List.of(Map.of("number", 7)));
        }
        if (asked.method().equals("PATCH")) {
            state = asked.json().path("state").asText();
        } else if (asked.path().equals("/repos/team/shop/issues")) {
            issues.add(asked.json());
        }
        return Answer.of(
                asked.method().equals("POST") ? 201 : 200,
                Map.of("number", 7, "html_url", "https://github.com/team/shop/issues/7"));
    }
}
