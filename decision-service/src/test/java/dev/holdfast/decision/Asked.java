package dev.holdfast.decision;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.json.Json;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Asks the service over HTTP, as the CLI and the console do.
final class Asked {
    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;

    Asked(String base) {
        this.base = base;
    }

    /// @param next where the following page is; empty on the last
    record Reply(int status, JsonNode json, String next) {
        private static final Pattern NEXT = Pattern.compile("<([^>]*)>; rel=\"next\"");

        static String next(String link) {
            Matcher m = NEXT.matcher(link);
            return m.matches() ? m.group(1) : "";
        }
    }

    Reply get(String path) {
        return reply(request(path).GET().build());
    }

    Reply get(String path, @Nullable String token) {
        HttpRequest.Builder request = request(path).GET();
        return reply((token == null ? request : with(request, token)).build());
    }

    Reply send(String method, String path, @Nullable String token, Object body) {
        return send(method, path, token, body, null);
    }

    Reply send(
            String method, String path, @Nullable String token, Object body, @Nullable String key) {
        HttpRequest.Builder request =
                request(path)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(Json.text(body)));
        if (token != null) {
            var _ = with(request, token);
        }
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return reply(request.build());
    }

    private static HttpRequest.Builder with(HttpRequest.Builder request, String token) {
        return request.header("Authorization", "Bearer " + token);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path.replace(" ", "%20")))
                .timeout(Duration.ofSeconds(30));
    }

    private Reply reply(HttpRequest request) {
        try {
            var response = http.send(request, BodyHandlers.ofString());
            return new Reply(
                    response.statusCode(),
                    Json.mapper().readTree(response.body()),
                    Reply.next(response.headers().firstValue("Link").orElse("")));
        } catch (IOException e) {
            return new Reply(0, Json.mapper().createObjectNode().put("problem", e.toString()), "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
