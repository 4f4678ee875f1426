package dev.holdfast.notifier.io.http;

import dev.holdfast.backbone.service.Refusal;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.regex.Pattern;

/// Lets the console draw the windows that trigger-detector holds: its `query_range`, read only, with
/// the reader's own token.
@Controller("/api/range")
@ExecuteOn(TaskExecutors.BLOCKING)
final class DetectorProxy {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9][a-z0-9-]{0,62}(~[a-z0-9-]{1,62})?");

    private final HttpClient client =
            HttpClient.newBuilder()
                    .connectTimeout(Duration.ofSeconds(1))
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
    private final URI detector;

    DetectorProxy(ConsoleSettings settings) {
        this.detector = settings.detector();
    }

    @Get("/{system}/{environment}")
    @Produces(MediaType.APPLICATION_JSON)
    HttpResponse<byte[]> range(
            @PathVariable String system, @PathVariable String environment, HttpRequest<?> request)
            throws InterruptedException {
        String query = request.getUri().getRawQuery();
        if (!NAME.matcher(system).matches() || !NAME.matcher(environment).matches()) {
            throw new Refusal(HttpStatus.NOT_FOUND, "There is no such system");
        }
        java.net.http.HttpRequest.Builder out =
                java.net.http.HttpRequest.newBuilder(
                                detector.resolve(
                                        "/systems/%s/%s/api/v1/query_range?%s"
                                                .formatted(
                                                        system,
                                                        environment,
                                                        query == null ? "" : query)))
                        .timeout(PATIENCE);
        request.getHeaders()
                .findFirst(HttpHeaders.AUTHORIZATION)
                .ifPresent(v -> out.header(HttpHeaders.AUTHORIZATION, v));
        try {
            java.net.http.HttpResponse<byte[]> in =
                    client.send(out.build(), java.net.http.HttpResponse.BodyHandlers.ofByteArray());
            return HttpResponse.<byte[]>status(HttpStatus.valueOf(in.statusCode())).body(in.body());
        } catch (IOException e) {
            throw new Refusal(HttpStatus.BAD_GATEWAY, "trigger-detector did not answer: " + e);
        }
    }
}
