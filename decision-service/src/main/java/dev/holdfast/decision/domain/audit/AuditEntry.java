package dev.holdfast.decision.domain.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/// One line of the audit: what came in, or what a person said, and a hash over it and all before it.
///
/// @param number from 1, without gaps, one chain a scope
/// @param kind the event's type, or `command`
/// @param id the event's id, or the command's
/// @param body canonical JSON (RFC 8785)
/// @param previous the hash of the entry before; [#BEGINNING] for the first
/// @param hash SHA-256 over all of the above, in hex
public record AuditEntry(
        long number,
        Instant at,
        String kind,
        String id,
        String body,
        String previous,
        String hash) {
    public static final String BEGINNING = "0".repeat(64);

    /// The entry that follows `head`.
    public static AuditEntry after(
            AuditHead head, Instant at, String kind, String id, String body) {
        long number = head.number() + 1;
        String hash = hash(number, at, kind, id, body, head.hash());
        return new AuditEntry(number, at, kind, id, body, head.hash(), hash);
    }

    public AuditHead head() {
        return new AuditHead(number, hash);
    }

    /// What the hash must be.
    String expected() {
        return hash(number, at, kind, id, body, previous);
    }

    private static String hash(
            long number, Instant at, String kind, String id, String body, String previous) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (String part :
                    new String[] {previous, Long.toString(number), at.toString(), kind, id, body}) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                sha.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
                sha.update(bytes);
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256, this one does not", e);
        }
    }
}
