package dev.holdfast.notifier.io.github;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.notifier.domain.notice.Letter;
import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.notice.Outcome.Delivered;
import dev.holdfast.notifier.domain.plan.Address.GitHubAddress;
import dev.holdfast.notifier.io.channel.Brief;
import dev.holdfast.notifier.io.channel.Channel;
import dev.holdfast.notifier.io.channel.Exchange;
import dev.holdfast.notifier.io.channel.Exchange.Reply;
import dev.holdfast.notifier.io.channel.Untold;
import dev.holdfast.notifier.io.secret.Secrets;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;

/// GitHub: one issue an incident, linked to the console, each notice a comment, closed with the
/// incident. The incident's id is a label, by which a second attempt finds the issue.
///
/// https://docs.github.com/en/rest/issues
public final class GitHubChannel implements Channel<GitHubAddress> {
    private static final String ISSUE = "github";
    private static final int TITLE = 256;
    private static final int LABEL = 50;
    private static final int TEXT = 60_000;

    private final Exchange exchange;
    private final Secrets secrets;

    public GitHubChannel(Exchange exchange, Secrets secrets) {
        this.exchange = exchange;
        this.secrets = secrets;
    }

    @Override
    public Class<GitHubAddress> serves() {
        return GitHubAddress.class;
    }

    @Override
    public Outcome send(GitHubAddress address, Letter letter) throws Untold {
        String token = secrets.need(address.token());
        String known = letter.known().get(ISSUE);
        String issue = known == null && letter.attempt() > 1 ? find(address, letter, token) : known;
        if (issue == null) {
            Reply reply =
                    call(
                            address,
                            "POST",
                            "issues",
                            Map.of(
                                    "title",
                                    Brief.of(letter.subject(), TITLE),
                                    "body",
                                    text(letter),
                                    "labels",
                                    List.of("holdfast", label(letter))),
                            token);
            return delivered(reply, reply.json().path("number").asText());
        }
        Reply comment =
                call(
                        address,
                        "POST",
                        "issues/%s/comments".formatted(issue),
                        Map.of("body", text(letter)),
                        token);
        if (!comment.good() || !letter.ends()) {
            return delivered(comment, issue);
        }
        Reply closed =
                call(
                        address,
                        "PATCH",
                        "issues/" + issue,
                        Map.of("state", "closed", "state_reason", "completed"),
                        token);
        return delivered(closed, issue);
    }

    private Outcome delivered(Reply reply, String issue) {
        if (!reply.good()) {
            return exchange.judge(reply);
        }
        String page = reply.json().path("html_url").asText("issue " + issue);
        return new Delivered(page, Map.of(ISSUE, issue));
    }

    private @Nullable String find(GitHubAddress address, Letter letter, String token)
            throws Untold {
        Reply reply =
                call(
                        address,
                        "GET",
                        "issues?state=all&per_page=1&labels=" + label(letter),
                        null,
                        token);
        if (!reply.good()) {
            throw new Untold("looking for the issue: HTTP " + reply.status());
        }
        JsonNode number = reply.json().path(0).path("number");
        return number.isNumber() ? number.asText() : null;
    }

    private Reply call(
            GitHubAddress address, String method, String path, @Nullable Object body, String token)
            throws Untold {
        URI url = address.url().resolve("repos/%s/%s".formatted(address.repository(), path));
        HttpRequest.Builder request =
                body == null ? Exchange.get(url) : Exchange.json(url, method, body);
        return exchange.send(
                request.setHeader("accept", "application/vnd.github+json")
                        .header("x-github-api-version", "2022-11-28")
                        .header("authorization", "Bearer " + token),
                address.timeout());
    }

    /// Nobody is mentioned and no issue referred to by what came from outside.
    private static String text(Letter letter) {
        return Brief.of(letter.text(), TEXT).replace("@", "&#64;");
    }

    private static String label(Letter letter) {
        return Brief.of(letter.thread().replaceAll("[^A-Za-z0-9._-]", "-"), LABEL);
    }
}
