package dev.holdfast.notifier.io.webhook;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.pack.PackManifest.SecretReference;
import dev.holdfast.notifier.domain.notice.Letter;
import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.notice.Outcome.Delivered;
import dev.holdfast.notifier.domain.notice.Outcome.Later;
import dev.holdfast.notifier.domain.notice.Outcome.Refused;
import dev.holdfast.notifier.domain.plan.Address.WebhookAddress;
import dev.holdfast.notifier.io.channel.Channel;
import dev.holdfast.notifier.io.secret.Secrets;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Posts notices as Standard Webhooks. The id is the notice's, so a receiver knows a repeat; the
/// body of a repeat is the same to the byte.
///
/// Any answer but 2xx is tried again, as the standard says; 410 alone is final. Redirects are not
/// followed: what is signed goes to the address that the pack names.
public final class WebhookChannel implements Channel<WebhookAddress> {
    private static final int GONE = 410;

    private final HttpClient client;
    private final Secrets secrets;
    private final InstantSource clock;

    public WebhookChannel(Secrets secrets, InstantSource clock) {
        this.client =
                HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(Duration.ofSeconds(5))
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
        this.secrets = secrets;
        this.clock = clock;
    }

    @Override
    public Class<WebhookAddress> serves() {
        return WebhookAddress.class;
    }

    @Override
    public Outcome send(WebhookAddress address, Letter letter) {
        byte[] body = Json.bytes(Body.of(letter));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address.url())
                        .timeout(address.timeout())
                        .header("content-type", "application/json")
                        .header("user-agent", "holdfast")
                        .header("webhook-id", letter.id())
                        .header("webhook-timestamp", Long.toString(letter.at().getEpochSecond()))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        SecretReference secret = address.secret();
        if (secret != null) {
            Optional<SigningKey> key = secrets.find(secret).flatMap(SigningKey::read);
            if (key.isEmpty()) {
                return new Later(
                        ("the signing key %s:%s is not here, or is not whsec_ with 24 to 64 bytes in"
                                        + " base64; nothing was sent unsigned")
                                .formatted(secret.kind(), secret.where()),
                        null);
            }
            request.header("webhook-signature", key.get().sign(letter.id(), letter.at(), body));
        }
        return exchange(request.build(), address.timeout());
    }

    /// What the receiver reads. Nothing in it changes from one attempt to the next.
    record Body(String type, Instant timestamp, Data data) {
        record Data(
                String notice,
                String channel,
                String scope,
                String incident,
                String severity,
                String subject,
                String text) {}

        static Body of(Letter l) {
            String incident = l.incident() == null ? "" : l.incident();
            return new Body(
                    "holdfast." + l.about(),
                    l.happenedAt(),
                    new Data(
                            l.id(),
                            l.channel(),
                            l.scope(),
                            incident,
                            l.severity(),
                            l.subject(),
                            l.text()));
        }
    }

    /// The whole exchange is bounded, a body that trickles in too.
    private Outcome exchange(HttpRequest request, Duration timeout) {
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        try {
            return judge(answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException _) {
            answer.cancel(true);
            return new Later("no answer within " + timeout, null);
        } catch (InterruptedException _) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return new Later("interrupted while waiting for the answer", null);
        } catch (ExecutionException e) {
            return new Later(String.valueOf(e.getCause()), null);
        }
    }

    private Outcome judge(HttpResponse<Void> answer) {
        int status = answer.statusCode();
        if (status / 100 == 2) {
            return new Delivered("HTTP " + status);
        }
        if (status == GONE) {
            return new Refused("HTTP 410: the receiver is gone for good");
        }
        Duration asked =
                answer.headers()
                        .firstValue("retry-after")
                        .flatMap(v -> RetryAfter.read(v, clock.instant()))
                        .orElse(null);
        return new Later("HTTP " + status, asked);
    }
}
