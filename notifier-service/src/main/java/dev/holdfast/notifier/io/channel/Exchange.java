package dev.holdfast.notifier.io.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.notice.Outcome.Delivered;
import dev.holdfast.notifier.domain.notice.Outcome.Later;
import dev.holdfast.notifier.domain.notice.Outcome.Refused;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One HTTP exchange with a channel. The whole of it is bounded in time and size, a body that trickles
/// in too. Redirects are not followed: what is sent goes to the address that the pack names.
public final class Exchange {
    private static final int LARGEST = 1 << 20;
    private static final Duration CONNECT = Duration.ofSeconds(5);

    /// Answers that no repetition changes. 401 and 403 are none of them: somebody mends the token.
    private static final Set<Integer> FINAL = Set.of(400, 404, 405, 410, 411, 413, 414, 415, 422);

    private static final int SAID = 300;

    private final HttpClient client =
            HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(CONNECT)
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
    private final InstantSource clock;
    private final Reach reach;

    public Exchange(InstantSource clock, Reach reach) {
        this.clock = clock;
        this.reach = reach;
    }

    /// What came back.
    public record Reply(int status, String body, HttpHeaders headers) {
        public boolean good() {
            return status / 100 == 2;
        }

        /// The body as JSON; a missing node where it is none.
        public JsonNode json() {
            try {
                return Json.mapper().readTree(body);
            } catch (java.io.IOException _) {
                return MissingNode.getInstance();
            }
        }
    }

    /// A request that carries JSON.
    public static HttpRequest.Builder json(URI url, String method, Object body) {
        return HttpRequest.newBuilder(url)
                .header("content-type", "application/json; charset=utf-8")
                .header("accept", "application/json")
                .header("user-agent", "holdfast")
                .method(method, HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)));
    }

    public static HttpRequest.Builder get(URI url) {
        return HttpRequest.newBuilder(url)
                .header("accept", "application/json")
                .header("user-agent", "holdfast")
                .GET();
    }

    public Reply send(HttpRequest.Builder builder, Duration timeout) throws Untold {
        HttpRequest request = builder.timeout(timeout).build();
        Optional<String> refusal = reach.refusal(request.uri());
        if (refusal.isPresent()) {
            throw new Untold(refusal.get());
        }
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(
                        request,
                        BodyHandlers.limiting(
                                BodyHandlers.ofString(StandardCharsets.UTF_8), LARGEST));
        try {
            HttpResponse<String> got = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new Reply(got.statusCode(), got.body(), got.headers());
        } catch (TimeoutException _) {
            answer.cancel(true);
            throw new Untold("no answer within " + timeout);
        } catch (InterruptedException _) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new Untold("interrupted while waiting for the answer");
        } catch (ExecutionException e) {
            throw new Untold(
                    e.getCause() instanceof HttpTimeoutException
                            ? "no answer within " + timeout
                            : String.valueOf(e.getCause()));
        }
    }

    /// What a reply means for a notice: 2xx is delivered, what cannot change is refused, the rest
    /// comes again, and not before `Retry-After`.
    public Outcome judge(Reply reply) {
        if (reply.good()) {
            return new Delivered("HTTP " + reply.status());
        }
        return FINAL.contains(reply.status()) ? new Refused(said(reply)) : later(reply);
    }

    /// It may work later.
    public Later later(Reply reply) {
        return new Later(
                said(reply),
                reply.headers()
                        .firstValue("retry-after")
                        .flatMap(v -> RetryAfter.read(v, clock.instant()))
                        .orElse(null));
    }

    private static String said(Reply reply) {
        String body = reply.body().strip().replaceAll("\\s+", " ");
        String cut = body.length() > SAID ? body.substring(0, SAID) + "…" : body;
        return cut.isEmpty()
                ? "HTTP " + reply.status()
                : "HTTP %d: %s".formatted(reply.status(), cut);
    }
}
