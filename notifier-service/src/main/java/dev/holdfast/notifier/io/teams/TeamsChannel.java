package dev.holdfast.notifier.io.teams;

import dev.holdfast.notifier.domain.news.Word;
import dev.holdfast.notifier.domain.notice.Letter;
import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.notice.Outcome.Later;
import dev.holdfast.notifier.domain.plan.Address.TeamsAddress;
import dev.holdfast.notifier.io.channel.Brief;
import dev.holdfast.notifier.io.channel.Channel;
import dev.holdfast.notifier.io.channel.Exchange;
import dev.holdfast.notifier.io.channel.Exchange.Reply;
import dev.holdfast.notifier.io.channel.Untold;
import dev.holdfast.notifier.io.secret.Secrets;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Posts adaptive cards to a Teams workflow ("when a webhook request is received") or to a connector.
///
/// A connector answers 200 also where it could not deliver, and says so in the body.
public final class TeamsChannel implements Channel<TeamsAddress> {
    /// A message of more than 28 KB is refused; the rest of the card needs less than 4 KB.
    private static final int TEXT = 12_000;

    private static final String UNDELIVERED = "Webhook message delivery failed";

    private final Exchange exchange;
    private final Secrets secrets;

    public TeamsChannel(Exchange exchange, Secrets secrets) {
        this.exchange = exchange;
        this.secrets = secrets;
    }

    @Override
    public Class<TeamsAddress> serves() {
        return TeamsAddress.class;
    }

    @Override
    public Outcome send(TeamsAddress address, Letter letter) throws Untold {
        URI hook = secrets.address(address.hook());
        Reply reply =
                exchange.send(Exchange.json(hook, "POST", message(letter)), address.timeout());
        return reply.good() && reply.body().startsWith(UNDELIVERED)
                ? new Later(Brief.of(reply.body(), 300), null)
                : exchange.judge(reply);
    }

    private static Map<String, Object> message(Letter letter) {
        return Map.of(
                "type",
                "message",
                "attachments",
                List.of(
                        Map.of(
                                "contentType",
                                "application/vnd.microsoft.card.adaptive",
                                "content",
                                card(letter))));
    }

    private static Map<String, Object> card(Letter letter) {
        List<Object> body = new ArrayList<>();
        List<String> lines = letter.text().lines().toList();
        body.add(
                Map.of(
                        "type",
                        "TextBlock",
                        "text",
                        lines.isEmpty() ? letter.subject() : lines.getFirst(),
                        "weight",
                        "Bolder",
                        "size",
                        "Medium",
                        "color",
                        letter.ends() ? "Good" : "Attention",
                        "wrap",
                        true));
        String rest =
                String.join("\n\n", lines.stream().skip(1).filter(l -> !l.isBlank()).toList());
        if (!rest.isEmpty()) {
            body.add(Map.of("type", "TextBlock", "text", Brief.of(rest, TEXT), "wrap", true));
        }
        List<Object> actions = new ArrayList<>();
        if (!letter.fact(Word.LINK).isEmpty()) {
            actions.add(
                    Map.of(
                            "type",
                            "Action.OpenUrl",
                            "title",
                            "Open in Holdfast",
                            "url",
                            letter.fact(Word.LINK)));
        }
        return Map.of(
                "$schema",
                "http://adaptivecards.io/schemas/adaptive-card.json",
                "type",
                "AdaptiveCard",
                "version",
                "1.4",
                "msteams",
                Map.of("width", "Full"),
                "body",
                body,
                "actions",
                actions);
    }
}
