package dev.holdfast.trials.measure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.local.HouseSettings;
import dev.holdfast.local.Service;
import dev.holdfast.local.Tokens;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// The house's HTTP face, as a person and a deployment pipeline use it.
final class HouseApi {
    private static final int NOT_FOUND = 404;
    private static final int ERRORS = 400;
    private static final long LOOK_MILLIS = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HouseSettings house;
    private final String token;

    HouseApi(HouseSettings house) {
        this.house = house;
        this.token = Tokens.ofThisTerminal(house).orElseThrow();
    }

    /// Returns when the pack is in force. Throws with its problems when it is refused.
    void apply(PackFiles pack) throws IOException, InterruptedException {
        String path = "/api/packs/" + pack.name();
        var answer = send(Service.DECISION, "PUT", path, Map.of("files", pack.files()));
        JsonNode state = json(answer);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (state.path("state").asText().equals("pending") && System.nanoTime() < deadline) {
            Thread.sleep(LOOK_MILLIS);
            String digest = state.path("digest").asText();
            state = json(send(Service.DECISION, "GET", path + "?digest=" + digest, null));
        }
        if (!state.path("state").asText().equals("active")) {
            throw new IllegalStateException(
                    "Pack %s is not in force: %s".formatted(pack.name(), state));
        }
    }

    /// Tells of a finished deployment. The intake learns of a new pack a moment after it is in force,
    /// so a 404 is asked again.
    void deployed(String system, String version) throws IOException, InterruptedException {
        var event =
                Map.of(
                        "specversion",
                        "1.0",
                        "id",
                        system + "-" + version,
                        "source",
                        "/trials/measure",
                        "type",
                        "deployment.finished",
                        "subject",
                        system + "/production",
                        "time",
                        Instant.now().toString(),
                        "datacontenttype",
                        "application/json",
                        "data",
                        Map.of("component", "backend", "release", version, "by", "trials"));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        HttpResponse<byte[]> answer = signal(event);
        while (answer.statusCode() == NOT_FOUND && System.nanoTime() < deadline) {
            Thread.sleep(LOOK_MILLIS);
            answer = signal(event);
        }
        json(answer);
    }

    void held(String system, String version) throws IOException, InterruptedException {
        json(
                send(
                        Service.DECISION,
                        "POST",
                        "/api/systems/%s/production/releases/held".formatted(system),
                        Map.of(
                                "component",
                                "backend",
                                "version",
                                version,
                                "reason",
                                "laboratory")));
    }

    /// How the newest incidents of a system stand, for the report of one that did not come through.
    String incidents(String system) {
        try {
            return json(send(Service.DECISION, "GET", "/api/incidents?state=open&limit=100", null))
                    .toString();
        } catch (IOException e) {
            return "%s: %s".formatted(system, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private HttpResponse<byte[]> signal(Map<String, ?> event)
            throws IOException, InterruptedException {
        return exchange(
                request(Service.DETECTOR, "/api/v1/signals")
                        .header("Content-Type", "application/cloudevents+json")
                        .POST(body(event)));
    }

    private HttpResponse<byte[]> send(
            Service service, String method, String path, @Nullable Object body)
            throws IOException, InterruptedException {
        return exchange(
                request(service, path)
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body == null ? HttpRequest.BodyPublishers.noBody() : body(body)));
    }

    private HttpRequest.Builder request(Service service, String path) {
        return HttpRequest.newBuilder(URI.create(house.url(service) + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token);
    }

    private HttpResponse<byte[]> exchange(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static HttpRequest.BodyPublisher body(Object value) throws JsonProcessingException {
        return HttpRequest.BodyPublishers.ofByteArray(Json.mapper().writeValueAsBytes(value));
    }

    private static JsonNode json(HttpResponse<byte[]> answer) throws IOException {
        if (answer.statusCode() >= ERRORS) {
            throw new IOException(
                    "%s answered %d: %s"
                            .formatted(
                                    answer.uri(),
                                    answer.statusCode(),
                                    new String(answer.body(), StandardCharsets.UTF_8)));
        }
        return Json.mapper().readTree(answer.body());
    }
}
