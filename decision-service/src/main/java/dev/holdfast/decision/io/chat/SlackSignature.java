package dev.holdfast.decision.io.chat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Slack's request signature, version 0: HMAC-SHA256 over `v0:seconds:body`.
///
/// https://docs.slack.dev/authentication/verifying-requests-from-slack
final class SlackSignature {
    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern SECONDS = Pattern.compile("\\d{1,12}");

    /// An older request may be one that somebody recorded.
    private static final Duration FRESH = Duration.ofMinutes(5);

    private SlackSignature() {}

    /// True only for what Slack has signed with this secret in the last five minutes.
    static boolean good(String secret, String seconds, byte[] body, String signature, Instant now) {
        if (!SECONDS.matcher(seconds).matches()) {
            return false;
        }
        Instant signed = Instant.ofEpochSecond(Long.parseLong(seconds));
        if (Duration.between(signed, now).abs().compareTo(FRESH) > 0) {
            return false;
        }
        return MessageDigest.isEqual(
                sign(secret, seconds, body).getBytes(StandardCharsets.UTF_8),
                signature.getBytes(StandardCharsets.UTF_8));
    }

    static String sign(String secret, String seconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            mac.update("v0:%s:".formatted(seconds).getBytes(StandardCharsets.UTF_8));
            return "v0=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + ALGORITHM, e);
        }
    }
}
