package dev.holdfast.detector.io.prometheus;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.json.Json;

import io.micronaut.http.HttpHeaders;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// Asks the instance that holds a key, with the caller's own token. Who was asked this way asks nobody further.
public final class Owner {
    static final String FORWARDED = "Holdfast-Forwarded";
    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(CONNECT).build();

    private final Function<Scope, Optional<String>> address;

    /// @param address `host:port` of another instance that holds a key now
    public Owner(Function<Scope, Optional<String>> address) {
        this.address = address;
    }

    /// What the owner answered.
    record Answered(int status, JsonNode body) {}

    /// The owner's answer; nothing where nobody else is known to hold the key, or does not answer.
    Optional<Answered> ask(
            Scope scope, io.micronaut.http.HttpRequest<?> request, @Nullable String form) {
        if (request.getHeaders().contains(FORWARDED)) {
            return Optional.empty();
        }
        return address.apply(scope).flatMap(host -> ask(host, request, form));
    }

    private static Optional<Answered> ask(
            String host, io.micronaut.http.HttpRequest<?> request, @Nullable String form) {
        var asked =
                HttpRequest.newBuilder(URI.create("http://" + host + request.getUri()))
                        .timeout(ANSWER)
                        .header(FORWARDED, "1");
        request.getHeaders()
                .getAuthorization()
                .ifPresent(token -> asked.header(HttpHeaders.AUTHORIZATION, token));
        if (form != null) {
            asked.header(HttpHeaders.CONTENT_TYPE, "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form));
        }
        try {
            HttpResponse<byte[]> answer =
                    HTTP.send(asked.build(), HttpResponse.BodyHandlers.ofByteArray());
            return Optional.of(
                    new Answered(answer.statusCode(), Json.read(answer.body(), JsonNode.class)));
        } catch (IOException | Json.Unreadable _) {
            return Optional.empty(); // it may be the one that was killed just now
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
