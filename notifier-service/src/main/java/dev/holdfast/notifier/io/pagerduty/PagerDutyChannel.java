package dev.holdfast.notifier.io.pagerduty;

import dev.holdfast.notifier.domain.news.Word;
import dev.holdfast.notifier.domain.notice.Letter;
import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.notice.Outcome.Delivered;
import dev.holdfast.notifier.domain.plan.Address.PagerDutyAddress;
import dev.holdfast.notifier.io.channel.Brief;
import dev.holdfast.notifier.io.channel.Channel;
import dev.holdfast.notifier.io.channel.Exchange;
import dev.holdfast.notifier.io.channel.Untold;
import dev.holdfast.notifier.io.secret.Secrets;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// PagerDuty's Events API v2. The incident's id is the deduplication key, so a repeat meets the same
/// alert; rollbacks are change events beside it.
///
/// PagerDuty wakes nobody for an alert that is acknowledged already. So what needs somebody anew (a
/// question, a failure, a higher level) is an alert of its own, each time, resolved with the incident;
/// and only who takes the incident over acknowledges it. Of each kind one alert is open: the next one
/// resolves the last. What comes after the end, since it had to wait, wakes nobody.
///
/// https://developer.pagerduty.com/docs/events-api-v2-overview
public final class PagerDutyChannel implements Channel<PagerDutyAddress> {
    private static final int SUMMARY = 1_024;

    private final Exchange exchange;
    private final Secrets secrets;

    /// In what the channel remembers: the alerts that stand beside the incident's own.
    private static final String BESIDE = "pagerduty-beside";

    /// In what the channel remembers: the end of the incident was told.
    private static final String OVER = "pagerduty-over";

    private static final String QUESTION = "/approval-wanted/";
    private static final int MOST_BESIDE = 40;

    /// One event: what it does to which alert.
    private record Act(String action, String key) {}

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
        if (letter.about().equals("rollback-started")
                || letter.about().equals("rollback-completed")) {
            return post(address, "/v2/change/enqueue", change(letter, secrets.need(address.key())));
        }
        Outcome outcome = new Delivered("%s wakes nobody".formatted(letter.about()));
        for (Act act : acts(letter)) {
            outcome = post(address, "/v2/enqueue", event(letter, secrets.need(address.key()), act));
            if (!(outcome instanceof Delivered)) {
                return outcome; // all of them come again: each means the same the second time
            }
        }
        return outcome instanceof Delivered d
                ? new Delivered(d.receipt(), learned(letter))
                : outcome;
    }

    private static Map<String, String> learned(Letter letter) {
        Map<String, String> learned = new HashMap<>();
        learned.put(BESIDE, String.join(" ", left(letter)));
        if (letter.incident() != null
                && (letter.about().equals("resolved") || letter.about().equals("closed"))) {
            learned.put(OVER, "yes");
        }
        return learned;
    }

    /// The alerts beside the incident's own that stand when this letter was told.
    private static List<String> left(Letter letter) {
        List<String> keys = new ArrayList<>(beside(letter));
        for (Act act : acts(letter)) {
            switch (act.action()) {
                case "trigger" -> {
                    if (act.key().contains("/") && !keys.contains(act.key())) {
                        keys.add(act.key());
                    }
                }
                case "resolve" -> keys.remove(act.key());
                default -> {}
            }
        }
        return keys.subList(Math.max(0, keys.size() - MOST_BESIDE), keys.size());
    }

    private static List<String> beside(Letter letter) {
        return Stream.of(letter.known().getOrDefault(BESIDE, "").split(" ", -1))
                .filter(key -> !key.isEmpty())
                .toList();
    }

    private Outcome post(PagerDutyAddress address, String path, Map<String, Object> body)
            throws Untold {
        return exchange.judge(
                exchange.send(
                        Exchange.json(address.url().resolve(path), "POST", body),
                        address.timeout()));
    }

    private static List<Act> acts(Letter letter) {
        String main = letter.incident() == null ? letter.id() : letter.thread();
        if (letter.known().containsKey(OVER)) {
            return List.of();
        }
        return switch (letter.about()) {
            case "incident-started", "withheld", "kill-switch", "test" ->
                    List.of(new Act("trigger", main));
            case "approval-wanted", "failed", "escalated" -> anew(main, letter);
            case "approval-answered" -> letter.stillAsks() ? List.of() : answered(letter);
            case "acknowledged" -> all("acknowledge", main, letter);
            case "resolved", "closed" -> all("resolve", main, letter);
            default -> List.of();
        };
    }

    private static List<Act> anew(String main, Letter letter) {
        String kind = "%s/%s/".formatted(main, letter.about());
        String key = beside(main, letter);
        return Stream.concat(
                        Stream.of(new Act("trigger", key)),
                        beside(letter).stream()
                                .filter(k -> k.startsWith(kind) && !k.equals(key))
                                .map(k -> new Act("resolve", k)))
                .toList();
    }

    private static List<Act> answered(Letter letter) {
        return beside(letter).stream()
                .filter(key -> key.contains(QUESTION))
                .map(key -> new Act("resolve", key))
                .toList();
    }

    private static List<Act> all(String action, String main, Letter letter) {
        return Stream.concat(Stream.of(main), beside(letter).stream())
                .map(key -> new Act(action, key))
                .toList();
    }

    /// Anew with each notice, and the same for each attempt of one.
    private static String beside(String main, Letter letter) {
        return "%s/%s/%s".formatted(main, letter.about(), letter.id());
    }

    private static Map<String, Object> event(Letter letter, String key, Act act) {
        Map<String, Object> body = new TreeMap<>();
        body.put("routing_key", key);
        body.put("event_action", act.action());
        body.put("dedup_key", act.key());
        if (act.action().equals("trigger")) {
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
