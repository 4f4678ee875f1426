package dev.holdfast.trials.whole;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.json.Json;

import java.io.IOException;
import java.io.UncheckedIOException;
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

    static Reply get(URI url) {
        return of(HttpRequest.newBuilder(url).timeout(PATIENCE).GET().build());
    }

    /// @param token of the caller; empty for none
    static Reply send(String method, URI url, String token, String type, byte[] body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url)
                        .timeout(PATIENCE)
                        .header("Content-Type", type)
                        .method(method, BodyPublishers.ofByteArray(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return of(request.build());
    }

    JsonNode json() {
        return Json.read(body, JsonNode.class);
    }

    private static Reply of(HttpRequest request) {
        try {
            HttpResponse<String> r = HTTP.send(request, BodyHandlers.ofString());
            return new Reply(
                    r.statusCode(), r.headers().firstValue("Content-Type").orElse(""), r.body());
        } catch (java.net.ConnectException | java.net.http.HttpTimeoutException e) {
            return new Reply(0, "", e.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
