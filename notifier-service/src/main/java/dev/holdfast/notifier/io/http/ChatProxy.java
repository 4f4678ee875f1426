package dev.holdfast.notifier.io.http;

import dev.holdfast.backbone.service.Refusal;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/// Passes what a chat system sends (a button was pressed) on to decision-service, byte for byte with
/// its signature. This service looks at nothing of it, holds no signing secret and no right to
/// approve: decision-service verifies the signature, finds the person and decides.
@Controller("/chat")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ChatProxy {
    /// Slack waits three seconds.
    private static final Duration PATIENCE = Duration.ofMillis(2_500);

    private static final int LONGEST = 64 << 10;
    private static final Pattern SYSTEM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final List<String> PASSED =
            List.of("content-type", "x-slack-signature", "x-slack-request-timestamp");

    private final HttpClient client =
            HttpClient.newBuilder()
                    .connectTimeout(Duration.ofSeconds(1))
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
    private final URI decision;

    ChatProxy(ConsoleSettings settings) {
        this.decision = settings.decision();
    }

    @Post("/slack/{system}")
    @Consumes(MediaType.ALL)
    HttpResponse<byte[]> slack(
            @PathVariable String system, @Body byte @Nullable [] body, HttpRequest<?> request)
            throws InterruptedException {
        if (!SYSTEM.matcher(system).matches()) {
            throw new Refusal(HttpStatus.NOT_FOUND, "'%s' is no system".formatted(system));
        }
        if (body == null || body.length > LONGEST) {
            throw new Refusal(
                    HttpStatus.REQUEST_ENTITY_TOO_LARGE,
                    "1 to %d bytes are passed on".formatted(LONGEST));
        }
        java.net.http.HttpRequest.Builder out =
                java.net.http.HttpRequest.newBuilder(decision.resolve("/api/chat/slack/" + system))
                        .timeout(PATIENCE)
                        .POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(body));
        PASSED.forEach(h -> request.getHeaders().findFirst(h).ifPresent(v -> out.header(h, v)));
        try {
            java.net.http.HttpResponse<byte[]> in =
                    client.send(out.build(), java.net.http.HttpResponse.BodyHandlers.ofByteArray());
            return HttpResponse.<byte[]>status(HttpStatus.valueOf(in.statusCode()))
                    .body(in.body())
                    .header(
                            "content-type",
                            in.headers().firstValue("content-type").orElse("application/json"));
        } catch (IOException e) {
            throw new Refusal(
                    HttpStatus.BAD_GATEWAY,
                    "decision-service did not answer (%s); look at the console before you press again"
                            .formatted(e));
        }
    }
}
