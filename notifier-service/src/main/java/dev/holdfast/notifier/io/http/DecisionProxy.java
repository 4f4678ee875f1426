package dev.holdfast.notifier.io.http;

import dev.holdfast.backbone.service.Refusal;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
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

/// Passes what people decide in the console on to decision-service, with their own token and nothing
/// added: this service holds no right to approve. It does not look at what it passes.
@Controller("/api/decision")
@ExecuteOn(TaskExecutors.BLOCKING)
final class DecisionProxy {
    /// Longer than decision-service waits for what it has not read yet: what it says then is passed on.
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final int LONGEST = 64 << 10;
    private static final Pattern PATH =
            Pattern.compile("[A-Za-z0-9_~-][A-Za-z0-9._~-]*(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*){0,7}");
    private static final List<String> PASSED =
            List.of(
                    HttpHeaders.AUTHORIZATION,
                    HttpHeaders.CONTENT_TYPE,
                    "idempotency-key",
                    "traceparent");

    private final HttpClient client =
            HttpClient.newBuilder()
                    .connectTimeout(Duration.ofSeconds(2))
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
    private final URI decision;

    DecisionProxy(ConsoleSettings settings) {
        this.decision = settings.decision();
    }

    @Post("/{+path}")
    @Consumes(MediaType.ALL)
    HttpResponse<byte[]> post(
            @PathVariable String path, @Body byte @Nullable [] body, HttpRequest<?> request)
            throws InterruptedException {
        byte[] sent = body == null ? new byte[0] : body;
        if (sent.length > LONGEST) {
            throw new Refusal(
                    HttpStatus.REQUEST_ENTITY_TOO_LARGE,
                    "At most %d bytes are passed on".formatted(LONGEST));
        }
        return pass(
                path,
                request,
                b -> b.POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(sent)));
    }

    @Get("/{+path}")
    HttpResponse<byte[]> get(@PathVariable String path, HttpRequest<?> request)
            throws InterruptedException {
        return pass(path, request, java.net.http.HttpRequest.Builder::GET);
    }

    private HttpResponse<byte[]> pass(
            String path,
            HttpRequest<?> request,
            java.util.function.UnaryOperator<java.net.http.HttpRequest.Builder> method)
            throws InterruptedException {
        if (!PATH.matcher(path).matches()) {
            throw new Refusal(
                    HttpStatus.NOT_FOUND, "'%s' is no path of decision-service".formatted(path));
        }
        java.net.http.HttpRequest.Builder out =
                method.apply(
                        java.net.http.HttpRequest.newBuilder(target(path, request))
                                .timeout(PATIENCE));
        PASSED.forEach(h -> request.getHeaders().findFirst(h).ifPresent(v -> out.header(h, v)));
        try {
            return answer(
                    client.send(
                            out.build(), java.net.http.HttpResponse.BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new Refusal(
                    HttpStatus.BAD_GATEWAY,
                    "decision-service at %s did not answer (%s); nothing is known of what you asked, look again before you repeat it"
                            .formatted(decision, e));
        }
    }

    private URI target(String path, HttpRequest<?> request) {
        String query = request.getUri().getRawQuery();
        return decision.resolve("/api/" + path + (query == null ? "" : "?" + query));
    }

    private static HttpResponse<byte[]> answer(java.net.http.HttpResponse<byte[]> in) {
        MutableHttpResponse<byte[]> out =
                HttpResponse.<byte[]>status(HttpStatus.valueOf(in.statusCode())).body(in.body());
        in.headers()
                .firstValue("content-type")
                .ifPresent(t -> out.header(HttpHeaders.CONTENT_TYPE, t));
        return out;
    }
}
