package dev.holdfast.notifier.io.pagerduty;

import dev.holdfast.notifier.domain.news.Word;
import dev.holdfast.notifier.domain.notice.Letter;
import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.notice.Outcome.Delivered;
import dev.holdfast.notifier.domain.plan.Address.PagerDutyAddress;
import dev.holdfast.notifier.io.channel.Brief;
import dev.holdfast.notifier.io.channel.Channel;
import dev.holdfast.notifier.io.channel.Exchange;
import dev.holdfast.notifier.io.channel.Exchange.Reply;
import dev.holdfast.notifier.io.channel.Untold;
import dev.holdfast.notifier.io.secret.Secrets;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// PagerDuty's Events API v2. The incident's id is the deduplication key, so a repeat and every later
/// notice meet the same alert; rollbacks are change events beside it.
///
/// https://developer.pagerduty.com/docs/events-api-v2-overview
public final class PagerDutyChannel implements Channel<PagerDutyAddress> {
    private static final int SUMMARY = 1_024;

    private final Exchange exchange;
    private final Secrets secrets;

    /// What a notice is to PagerDuty.
    private enum Meaning {
        TRIGGER,
        ACKNOWLEDGE,
        RESOLVE,
        CHANGE,
        NOTHING
    }

    public PagerDutyChannel(Exchange exchange, Secrets secrets) {
        this.exchange = exchange;
        this.secrets = secrets;
    }

    @Override
    public Class<PagerDutyAddress> serves() {
        return PagerDutyAddress.class;
    }

    @Override
    public Outcome send(PagerDutyAddress address, Letter letter) throws Untold {
        Meaning meaning = meaning(letter.about());
        if (meaning == Meaning.NOTHING) {
            return new Delivered("%s wakes nobody".formatted(letter.about()));
        }
        String key = secrets.need(address.key());
        boolean change = meaning == Meaning.CHANGE;
        Map<String, Object> body = change ? change(letter, key) : event(letter, key, meaning);
        Reply reply =
                exchange.send(
                        Exchange.json(
                                address.url()
                                        .resolve(change ? "/v2/change/enqueue" : "/v2/enqueue"),
                                "POST",
                                body),
                        address.timeout());
        return exchange.judge(reply);
    }

    private static Meaning meaning(String about) {
        return switch (about) {
            case "incident-started",
                    "approval-wanted",
                    "withheld",
                    "failed",
                    "escalated",
                    "kill-switch",
                    "test" ->
                    Meaning.TRIGGER;
            case "approval-answered", "acknowledged" -> Meaning.ACKNOWLEDGE;
            case "resolved", "closed" -> Meaning.RESOLVE;
            case "rollback-started", "rollback-completed" -> Meaning.CHANGE;
            default -> Meaning.NOTHING;
        };
    }

    private static Map<String, Object> event(Letter letter, String key, Meaning meaning) {
        Map<String, Object> body = new TreeMap<>();
        body.put("routing_key", key);
        body.put("event_action", meaning.name().toLowerCase(java.util.Locale.ROOT));
        body.put("dedup_key", letter.incident() == null ? letter.id() : letter.thread());
        if (meaning == Meaning.TRIGGER) {
            body.put("client", "Holdfast");
            body.put("payload", payload(letter));
            body.put("links", links(letter));
        }
        return body;
    }

    private static Map<String, Object> payload(Letter letter) {
        Map<String, Object> payload = new TreeMap<>();
        payload.put("summary", Brief.of(letter.subject(), SUMMARY));
        payload.put("source", letter.scope());
        payload.put("severity", severity(letter.severity()));
        payload.put("timestamp", letter.happenedAt().toString());
        payload.put("class", letter.about());
        payload.put("group", letter.scope());
        if (!letter.fact(Word.COMPONENT).isEmpty()) {
            payload.put("component", letter.fact(Word.COMPONENT));
        }
        payload.put("custom_details", Map.of("text", letter.text(), "notice", letter.id()));
        return payload;
    }

    private static Map<String, Object> change(Letter letter, String key) {
        return Map.of(
                "routing_key",
                key,
                "payload",
                Map.of(
                        "summary",
                        Brief.of(letter.subject(), SUMMARY),
                        "timestamp",
                        letter.happenedAt().toString(),
                        "source",
                        letter.scope(),
                        "custom_details",
                        Map.of("incident", letter.thread(), "notice", letter.id())),
                "links",
                links(letter));
    }

    private static List<Object> links(Letter letter) {
        String link = letter.fact(Word.LINK);
        return link.isEmpty() ? List.of() : List.of(Map.of("href", link, "text", "Holdfast"));
    }

    private static String severity(String severity) {
        return switch (severity) {
            case "P0" -> "critical";
            case "P1" -> "error";
            case "P2" -> "warning";
            default -> "info";
        };
    }
}
