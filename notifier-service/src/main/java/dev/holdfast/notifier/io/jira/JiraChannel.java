package dev.holdfast.notifier.io.jira;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.notifier.domain.news.Word;
import dev.holdfast.notifier.domain.notice.Letter;
import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.notice.Outcome.Delivered;
import dev.holdfast.notifier.domain.plan.Address.JiraAddress;
import dev.holdfast.notifier.io.channel.Brief;
import dev.holdfast.notifier.io.channel.Channel;
import dev.holdfast.notifier.io.channel.Exchange;
import dev.holdfast.notifier.io.channel.Exchange.Reply;
import dev.holdfast.notifier.io.channel.Untold;
import dev.holdfast.notifier.io.secret.Secrets;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Jira: one issue an incident, linked to the console; each notice a comment; resolved when the
/// incident is. The incident's id is a label, by which a second attempt finds the issue.
///
/// https://developer.atlassian.com/cloud/jira/platform/rest/v2/
public final class JiraChannel implements Channel<JiraAddress> {
    private static final String ISSUE = "jira";
    private static final int SUMMARY = 255;
    private static final int TEXT = 30_000;

    private final Exchange exchange;
    private final Secrets secrets;

    public JiraChannel(Exchange exchange, Secrets secrets) {
        this.exchange = exchange;
        this.secrets = secrets;
    }

    @Override
    public Class<JiraAddress> serves() {
        return JiraAddress.class;
    }

    @Override
    public Outcome send(JiraAddress address, Letter letter) throws Untold {
        String authorization = authorization(address);
        String known = letter.known().get(ISSUE);
        String issue =
                known == null && letter.attempt() > 1
                        ? find(address, letter, authorization)
                        : known;
        if (issue == null) {
            return open(address, letter, authorization);
        }
        Reply comment =
                call(
                        address,
                        "POST",
                        "rest/api/2/issue/%s/comment".formatted(issue),
                        Map.of("body", text(letter)),
                        authorization);
        if (!comment.good()) {
            return exchange.judge(comment);
        }
        return letter.ends()
                ? resolve(address, issue, authorization)
                : new Delivered("comment on " + issue, Map.of(ISSUE, issue));
    }

    private Outcome open(JiraAddress address, Letter letter, String authorization) throws Untold {
        Map<String, Object> fields = new TreeMap<>();
        fields.put("project", Map.of("key", address.project()));
        fields.put("issuetype", Map.of("name", address.type()));
        fields.put("summary", Brief.of(letter.subject(), SUMMARY));
        fields.put("description", text(letter));
        fields.put("labels", List.of("holdfast", label(letter)));
        Reply reply =
                call(address, "POST", "rest/api/2/issue", Map.of("fields", fields), authorization);
        if (!reply.good()) {
            return exchange.judge(reply);
        }
        String issue = reply.json().path("key").asText();
        Reply link = link(address, letter, issue, authorization);
        String receipt = address.url().resolve("browse/" + issue).toString();
        return new Delivered(
                link.good()
                        ? receipt
                        : receipt + " (without its link: HTTP %d)".formatted(link.status()),
                Map.of(ISSUE, issue));
    }

    /// A remote link of the same global id replaces itself.
    private Reply link(JiraAddress address, Letter letter, String issue, String authorization)
            throws Untold {
        return call(
                address,
                "POST",
                "rest/api/2/issue/%s/remotelink".formatted(issue),
                Map.of(
                        "globalId",
                        "holdfast=" + letter.thread(),
                        "object",
                        Map.of(
                                "url",
                                letter.fact(Word.LINK),
                                "title",
                                "Holdfast incident " + letter.thread())),
                authorization);
    }

    /// By whatever transition of the project's workflow leads to a state of the category "done".
    private Outcome resolve(JiraAddress address, String issue, String authorization) throws Untold {
        String path = "rest/api/2/issue/%s/transitions".formatted(issue);
        Reply possible = call(address, "GET", path, null, authorization);
        for (JsonNode t : possible.json().path("transitions")) {
            if (t.path("to").path("statusCategory").path("key").asText().equals("done")) {
                Reply moved =
                        call(
                                address,
                                "POST",
                                path,
                                Map.of("transition", Map.of("id", t.path("id").asText())),
                                authorization);
                return moved.good()
                        ? new Delivered("resolved " + issue, Map.of(ISSUE, issue))
                        : exchange.judge(moved);
            }
        }
        return new Delivered(
                "commented on %s; its workflow has no way to done from here".formatted(issue),
                Map.of(ISSUE, issue));
    }

    private @Nullable String find(JiraAddress address, Letter letter, String authorization)
            throws Untold {
        String query =
                "project = \"%s\" AND labels = \"%s\"".formatted(address.project(), label(letter));
        Reply reply =
                call(
                        address,
                        "GET",
                        "rest/api/2/search?maxResults=1&fields=key&jql="
                                + URLEncoder.encode(query, StandardCharsets.UTF_8),
                        null,
                        authorization);
        if (!reply.good()) {
            throw new Untold("looking for the issue: HTTP " + reply.status());
        }
        JsonNode first = reply.json().path("issues").path(0).path("key");
        return first.isTextual() ? first.asText() : null;
    }

    private Reply call(
            JiraAddress address,
            String method,
            String path,
            @Nullable Object body,
            String authorization)
            throws Untold {
        URI url = address.url().resolve(path);
        HttpRequest.Builder request =
                body == null ? Exchange.get(url) : Exchange.json(url, method, body);
        return exchange.send(request.header("authorization", authorization), address.timeout());
    }

    private String authorization(JiraAddress address) throws Untold {
        String token = secrets.need(address.token());
        String user = address.user();
        return user == null
                ? "Bearer " + token
                : "Basic "
                        + Base64.getEncoder()
                                .encodeToString(
                                        (user + ":" + token).getBytes(StandardCharsets.UTF_8));
    }

    /// Nothing of a notice is markup of Jira's: no mention, no macro, no link in disguise.
    private static String text(Letter letter) {
        return "{noformat}\n%s\n{noformat}"
                .formatted(Brief.of(letter.text(), TEXT).replace("{noformat}", "{ noformat }"));
    }

    private static String label(Letter letter) {
        return letter.thread().replaceAll("[^A-Za-z0-9._-]", "-");
    }
}
