package dev.holdfast.cli.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;
import dev.holdfast.local.Service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Iterator;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Follows the notifier's stream of events (server-sent events).
public final class EventFeed {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String DATA = "data:";

    private EventFeed() {}

    /// Hands every event to `reader`, in this thread, until it says false or the stream ends.
    /// Throws [Failure] when the stream cannot be opened.
    public static void follow(Services services, String query, Predicate<Event> reader) {
        URI uri = services.url(Service.NOTIFIER, "/events" + query);
        HttpRequest request = services.stream(Service.NOTIFIER, "/events" + query);
        HttpResponse<Stream<String>> response = open(services.client(), request, uri);
        try (Stream<String> lines = response.body()) {
            var data = new StringBuilder();
            for (Iterator<String> all = lines.iterator(); all.hasNext(); ) {
                String line = all.next();
                if (line.startsWith(DATA)) {
                    data.append(line.substring(DATA.length()).strip());
                } else if (line.isEmpty() && !data.isEmpty()) {
                    boolean more = reader.test(event(data.toString()));
                    data.setLength(0);
                    if (!more) {
                        return;
                    }
                }
            }
        } catch (UncheckedIOException e) {
            throw new Failure(
                    Exit.UNREACHABLE,
                    "The event stream %s broke off: %s".formatted(uri, e.getMessage()),
                    e);
        }
    }

    private static HttpResponse<Stream<String>> open(
            HttpClient client, HttpRequest request, URI uri) {
        try {
            var response = client.send(request, HttpResponse.BodyHandlers.ofLines());
            if (response.statusCode() != 200) {
                throw new Failure(
                        Exit.FAILED, "%s answered %d".formatted(uri, response.statusCode()));
            }
            return response;
        } catch (IOException e) {
            throw new Failure(
                    Exit.UNREACHABLE,
                    "notifier-service does not answer at %s (%s). Is the house up? `holdfast status` tells."
                            .formatted(uri, e),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Exit.FAILED, "interrupted", e);
        }
    }

    private static Event event(String json) {
        try {
            return new Event(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            return new Event(JSON.createObjectNode().put("type", "unreadable").put("raw", json));
        }
    }

    /// One event as it came: `type`, `scope`, `time`, `sequence`, `correlation`, `data`.
    public record Event(JsonNode envelope) {
        private static final String PREFIX = "dev.holdfast.";
        private static final String SUFFIX = ".v1";

        /// Without prefix and version: `trigger.raised`.
        public String type() {
            String type = envelope.path("type").asText();
            int from = type.startsWith(PREFIX) ? PREFIX.length() : 0;
            int to = type.endsWith(SUFFIX) ? type.length() - SUFFIX.length() : type.length();
            return type.substring(from, to);
        }

        /// `system/environment`.
        public String scope() {
            return envelope.path("scope").isTextual()
                    ? envelope.path("scope").asText()
                    : envelope.path("key").asText();
        }

        public String time() {
            return envelope.path("time").asText();
        }

        public JsonNode data() {
            return envelope.path("data");
        }

        /// A text of the event's data, empty when it is not there.
        public String text(String member) {
            return data().path(member).asText("");
        }
    }
}
