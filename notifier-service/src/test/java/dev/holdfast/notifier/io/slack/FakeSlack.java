package dev.holdfast.notifier.io.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.notifier.io.FakeHttp;
import dev.holdfast.notifier.io.FakeHttp.Answer;
import dev.holdfast.notifier.io.FakeHttp.Asked;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Slack's Web API as far as the channel uses it: the methods, their limits and the words of their
/// errors are those of docs.slack.dev; 200 with `ok: false` is how Slack says no.
final class FakeSlack implements AutoCloseable {
    static final String CHANNEL = "C0123456789";
    private static final String BEARER = "Bearer xoxb-1";

    final FakeHttp http = new FakeHttp(this::answer);

    /// By ts, in the order of posting; each as it stands now.
    private final Map<String, ObjectNode> messages = new LinkedHashMap<>();

    private int posted;

    List<ObjectNode> inThread(String thread) {
        return messages.values().stream()
                .filter(m -> m.path("thread_ts").asText().equals(thread))
                .toList();
    }

    List<ObjectNode> roots() {
        return messages.values().stream().filter(m -> !m.has("thread_ts")).toList();
    }

    private synchronized Answer answer(Asked asked) {
        if (!asked.header("authorization").equals(BEARER)) {
            return no("invalid_auth");
        }
        JsonNode body = asked.json();
        if (!body.path("channel").asText().equals(CHANNEL)) {
            return no("channel_not_found");
        }
        return switch (asked.path()) {
            case "/api/chat.postMessage" -> post(body);
            case "/api/chat.update" -> update(body);
            case "/api/conversations.history" -> list(new ArrayList<>(roots()).reversed(), body);
            case "/api/conversations.replies" -> list(inThread(body.path("ts").asText()), body);
            default -> no("unknown_method");
        };
    }

    private Answer post(JsonNode body) {
        if (body.has("thread_ts") && !messages.containsKey(body.path("thread_ts").asText())) {
            return no("thread_not_found");
        }
        if (badBlocks(body)) {
            return no("invalid_blocks");
        }
        String ts = "1795183407.%06d".formatted(++posted);
        ObjectNode message = body.deepCopy();
        message.put("ts", ts);
        messages.put(ts, message);
        return Answer.of(200, Map.of("ok", true, "channel", CHANNEL, "ts", ts, "message", message));
    }

    private Answer update(JsonNode body) {
        ObjectNode message = messages.get(body.path("ts").asText());
        if (message == null) {
            return no("message_not_found");
        }
        if (badBlocks(body)) {
            return no("invalid_blocks");
        }
        message.set("text", body.path("text"));
        message.set("blocks", body.path("blocks"));
        return Answer.of(
                200, Map.of("ok", true, "channel", CHANNEL, "ts", body.path("ts").asText()));
    }

    private static boolean badBlocks(JsonNode body) {
        for (JsonNode block : body.path("blocks")) {
            String text = block.path("text").path("text").asText();
            if (block.path("type").asText().equals("section")
                    && (text.isEmpty() || text.length() > 3000)) {
                return true;
            }
            if (block.path("type").asText().equals("actions")
                    && (block.path("elements").isEmpty() || block.path("elements").size() > 25)) {
                return true;
            }
        }
        return body.path("blocks").size() > 50;
    }

    /// A page: since `oldest`, at most `limit`, and a cursor where there is more. A channel's history
    /// has the newest first, a thread the oldest.
    private static Answer list(List<ObjectNode> found, JsonNode body) {
        int from = body.path("cursor").asInt(0);
        int limit = body.path("limit").asInt(100);
        double oldest = body.path("oldest").asDouble(0);
        List<ObjectNode> all =
                found.stream().filter(m -> m.path("ts").asDouble() >= oldest).toList();
        int to = Math.min(all.size(), from + limit);
        boolean more = to < all.size();
        return Answer.of(
                200,
                Map.of(
                        "ok",
                        true,
                        "messages",
                        all.subList(Math.min(from, to), to),
                        "has_more",
                        more,
                        "response_metadata",
                        Map.of("next_cursor", more ? Integer.toString(to) : "")));
    }

    /// Somebody deletes the message.
    synchronized void deletes(String ts) {
        messages.remove(ts);
    }

    private static Answer no(String error) {
        return Answer.of(200, Map.of("ok", false, "error", error));
    }

    static String text(JsonNode message) {
        return Json.text(message);
    }

    @Override
    public void close() {
        http.close();
    }
}
