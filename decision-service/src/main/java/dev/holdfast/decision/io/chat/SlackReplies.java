package dev.holdfast.decision.io.chat;

import dev.holdfast.backbone.json.Json;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/// Tells the one who pressed a button what became of it, visible to that person alone.
final class SlackReplies {
    private static final Logger LOG = LoggerFactory.getLogger(SlackReplies.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final HttpClient client =
            HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
    private final String host;

    /// @param host the only one that is talked to: the address comes with the request
    SlackReplies(String host) {
        this.host = host;
    }

    void say(String reply, String text) {
        if (reply.startsWith("https://" + host + "/")) {
            Thread.ofVirtual().name("slack-reply").start(() -> send(URI.create(reply), text));
        }
    }

    private void send(URI url, String text) {
        Map<String, Object> body =
                Map.of("response_type", "ephemeral", "replace_original", false, "text", text);
        HttpRequest request =
                HttpRequest.newBuilder(url)
                        .timeout(PATIENCE)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)))
                        .build();
        try {
            client.send(request, HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            LOG.warn("Slack could not be told '{}': {}", text, e.toString());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
