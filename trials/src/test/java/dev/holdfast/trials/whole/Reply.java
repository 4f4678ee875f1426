package dev.holdfast.trials.whole;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.json.Json;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// What a service answered over HTTP.
///
/// @param status 0 when nobody answered
/// @param type the content type
record Reply(int status, String type, String body) {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// @param token of the caller; empty for none
    static Reply get(URI url, String token) {
        return of(request(url, token).GET());
    }

    static Reply send(String method, URI url, String token, String type, byte[] body) {
        return of(
                request(url, token)
                        .header("Content-Type", type)
                        .method(method, BodyPublishers.ofByteArray(body)));
    }

    private static HttpRequest.Builder request(URI url, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(PATIENCE);
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    JsonNode json() {
        return Json.read(body, JsonNode.class);
    }

    private static Reply of(HttpRequest.Builder request) {
        try {
            HttpResponse<String> r = HTTP.send(request.build(), BodyHandlers.ofString());
            return new Reply(
                    r.statusCode(), r.headers().firstValue("Content-Type").orElse(""), r.body());
        } catch (IOException e) {
            // Refused, timed out, or broken off in the middle by the death of who was asked.
            return new Reply(0, "", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
