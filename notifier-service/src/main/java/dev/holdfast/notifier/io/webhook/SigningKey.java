package dev.holdfast.notifier.io.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A symmetric key of Standard Webhooks, `whsec_` and 24 to 64 bytes in base64.
///
/// https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
final class SigningKey {
    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int LEAST = 24;
    private static final int MOST = 64;

    private final byte[] key;

    private SigningKey(byte[] key) {
        this.key = key;
    }

    /// Nothing for what is no such key.
    static Optional<SigningKey> read(String text) {
        String base64 = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
        try {
            byte[] key = Base64.getDecoder().decode(base64);
            return key.length >= LEAST && key.length <= MOST
                    ? Optional.of(new SigningKey(key))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// The value of `webhook-signature`: `v1,` and the HMAC over id, seconds and body.
    String sign(String id, Instant at, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update(
                    "%s.%d.".formatted(id, at.getEpochSecond()).getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "Every JDK has " + ALGORITHM + ", this one does not", e);
        }
    }
}
