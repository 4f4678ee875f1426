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
import dev.holdfast.notifier.io.channel.Exchange;
import dev.holdfast.notifier.io.channel.Exchange.Reply;
import dev.holdfast.notifier.io.channel.Untold;
import dev.holdfast.notifier.io.secret.Secrets;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Posts notices as Standard Webhooks. The id is the notice's, so a receiver knows a repeat; the
/// body of a repeat is the same to the byte.
///
/// Any answer but 2xx is tried again, as the standard says; 410 alone is final. Redirects are not
/// followed: what is signed goes to the address that the pack names.
public final class WebhookChannel implements Channel<WebhookAddress> {
    private static final int GONE = 410;

    private final Exchange exchange;
    private final Secrets secrets;

    public WebhookChannel(Exchange exchange, Secrets secrets) {
        this.exchange = exchange;
        this.secrets = secrets;
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
        return exchange(request, address.timeout());
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

    private Outcome exchange(HttpRequest.Builder request, Duration timeout) {
        try {
            Reply reply = exchange.send(request, timeout);
            if (reply.good()) {
                return new Delivered("HTTP " + reply.status());
            }
            return reply.status() == GONE
                    ? new Refused("HTTP 410: the receiver is gone for good")
                    : exchange.later(reply);
        } catch (Untold e) {
            return e.later();
        }
    }
}
