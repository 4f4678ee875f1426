package dev.holdfast.notifier.io.statuspage;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.notifier.domain.news.Word;
import dev.holdfast.notifier.domain.notice.Letter;
import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.notice.Outcome.Delivered;
import dev.holdfast.notifier.domain.plan.Address.StatuspageAddress;
import dev.holdfast.notifier.io.channel.Brief;
import dev.holdfast.notifier.io.channel.Channel;
import dev.holdfast.notifier.io.channel.Exchange;
import dev.holdfast.notifier.io.channel.Exchange.Reply;
import dev.holdfast.notifier.io.channel.Untold;
import dev.holdfast.notifier.io.secret.Secrets;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Atlassian Statuspage: opens an incident on the page, adds updates, and resolves it with its
/// components. A second attempt looks first whether the page has the incident already.
///
/// https://developer.statuspage.io
public final class StatuspageChannel implements Channel<StatuspageAddress> {
    private static final String INCIDENT = "statuspage";
    private static final int NAME = 100;

    /// Statuspage says 420 where others say 429.
    private static final int CALM = 420;

    private final Exchange exchange;
    private final Secrets secrets;

    public StatuspageChannel(Exchange exchange, Secrets secrets) {
        this.exchange = exchange;
        this.secrets = secrets;
    }

    @Override
    public Class<StatuspageAddress> serves() {
        return StatuspageAddress.class;
    }

    @Override
    public Outcome send(StatuspageAddress address, Letter letter) throws Untold {
        String key = secrets.need(address.key());
        String known = letter.known().get(INCIDENT);
        String there = known == null && letter.attempt() > 1 ? find(address, letter, key) : known;
        boolean opens = there == null;
        HttpRequest.Builder request =
                Exchange.json(
                        url(address, opens ? "incidents" : "incidents/" + there),
                        opens ? "POST" : "PATCH",
                        Map.of("incident", incident(address, letter, opens)));
        Reply reply = exchange.send(authorized(request, key), address.timeout());
        if (reply.status() == CALM) {
            return exchange.later(reply);
        }
        String id = reply.good() ? reply.json().path("id").asText("") : "";
        return id.isEmpty()
                ? exchange.judge(reply)
                : new Delivered("incident " + id, Map.of(INCIDENT, id));
    }

    private static Map<String, Object> incident(
            StatuspageAddress address, Letter letter, boolean opens) {
        Map<String, Object> incident = new TreeMap<>();
        if (opens) {
            incident.put("name", Brief.of(letter.subject(), NAME));
            incident.put("metadata", Map.of("holdfast", Map.of("incident", letter.thread())));
            incident.put("deliver_notifications", true);
        }
        incident.put("status", status(letter.about()));
        incident.put("body", letter.text());
        Map<String, String> components = components(address, letter);
        if (!components.isEmpty()) {
            incident.put("component_ids", components.keySet());
            incident.put("components", components);
        }
        return incident;
    }

    private static String status(String about) {
        return switch (about) {
            case "rollback-started", "approval-wanted" -> "identified";
            case "rollback-completed" -> "monitoring";
            case "resolved", "closed" -> "resolved";
            default -> "investigating";
        };
    }

    private static Map<String, String> components(StatuspageAddress address, Letter letter) {
        String state =
                letter.ends()
                        ? "operational"
                        : switch (letter.severity()) {
                            case "P0" -> "major_outage";
                            case "P1" -> "partial_outage";
                            default -> "degraded_performance";
                        };
        return Stream.of("*", letter.fact(Word.COMPONENT))
                .map(c -> address.components().getOrDefault(c, ""))
                .filter(c -> !c.isEmpty())
                .distinct()
                .collect(Collectors.toMap(c -> c, _ -> state));
    }

    private @Nullable String find(StatuspageAddress address, Letter letter, String key)
            throws Untold {
        Reply reply =
                exchange.send(
                        authorized(Exchange.get(url(address, "incidents/unresolved")), key),
                        address.timeout());
        if (!reply.good()) {
            throw new Untold("the page's open incidents: HTTP " + reply.status());
        }
        for (JsonNode i : reply.json()) {
            if (i.path("metadata")
                    .path("holdfast")
                    .path("incident")
                    .asText()
                    .equals(letter.thread())) {
                return i.path("id").asText();
            }
        }
        return null;
    }

    private static HttpRequest.Builder authorized(HttpRequest.Builder request, String key) {
        return request.header("authorization", "OAuth " + key);
    }

    private static URI url(StatuspageAddress address, String rest) {
        return address.url().resolve("/v1/pages/%s/%s".formatted(address.page(), rest));
    }
}
