package dev.holdfast.decision.io.file;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.decision.domain.audit.AuditFinding;
import dev.holdfast.decision.domain.audit.AuditHead;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What was ever signed, line by line, and what is wrong with the lines: whoever has a key of their own
/// can sign anything, so what one line says counts only as long as no other says otherwise.
final class Signed {
    /// Of what is found about the checkpoints themselves.
    static final String SCOPE = "checkpoints";

    /// Findings that are kept.
    private static final int MOST = 1_000;

    private final @Nullable String own;
    private final Map<String, Map<Long, String>> hashes = new TreeMap<>();
    private final List<AuditFinding> wrong = new ArrayList<>();
    private final Map<String, Long> keys = new TreeMap<>();

    /// @param own public key of this instance; null where it has none yet
    Signed(@Nullable String own) {
        this.own = own;
    }

    /// By scope and number of the entry.
    Map<String, Map<Long, String>> hashes() {
        return hashes;
    }

    List<AuditFinding> wrong() {
        return wrong;
    }

    /// How many lines each public key has signed.
    Map<String, Long> keys() {
        return keys;
    }

    void finds(long number, String what) {
        if (wrong.size() < MOST) {
            wrong.add(new AuditFinding(SCOPE, number, what));
        }
    }

    /// Takes in a line.
    ///
    /// @param number of the line, from 1
    /// @param ours in the file that this instance alone writes
    void read(String where, long number, String text, boolean ours) {
        try {
            wrong(where, text, ours)
                    .ifPresent(what ->
                            finds(number, "%s, line %d: %s".formatted(where, number, what)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The checkpoints cannot be verified", e);
        }
    }

    private Optional<String> wrong(String where, String text, boolean ours)
            throws GeneralSecurityException {
        JsonNode node;
        try {
            node = Json.mapper().readTree(text);
        } catch (IOException _) {
            return Optional.of("it is no checkpoint");
        }
        Map<String, AuditHead> heads = new TreeMap<>();
        node.path("heads")
                .properties()
                .forEach(e ->
                        heads.put(
                                e.getKey(),
                                new AuditHead(
                                        e.getValue().path("number").asLong(),
                                        e.getValue().path("hash").asText())));
        // A line without a key is from before they were named.
        String key = node.path("key").asText(own == null ? "" : own);
        byte[] content = content(node.path("at").asText(), heads);
        if (!SigningKey.verifies(key, content, node.path("signature").asText())) {
            return Optional.of("the signature is wrong");
        }
        if (ours && !key.equals(own)) {
            return Optional.of("it is signed with another key than this instance's");
        }
        keys.merge(key, 1L, Long::sum);
        return heads.entrySet().stream()
                .flatMap(e -> other(where, e.getKey(), e.getValue()).stream())
                .findFirst();
    }

    /// The first word counts; one that contradicts it is found.
    private Optional<String> other(String where, String scope, AuditHead head) {
        Map<Long, String> known = hashes.computeIfAbsent(scope, _ -> new TreeMap<>());
        String before = known.putIfAbsent(head.number(), head.hash());
        if (before != null && Scope.isKey(scope) && Scope.parse(scope).drill() != null) {
            // A drill that was forgotten may have begun anew.
            known.put(head.number(), head.hash());
            return Optional.empty();
        }
        return before == null || before.equals(head.hash())
                ? Optional.empty()
                : Optional.of(
                        "entry %d of %s was signed as %s before, and %s says %s"
                                .formatted(head.number(), scope, before, where, head.hash()));
    }

    /// What is signed of a line.
    static byte[] content(String at, Map<String, AuditHead> heads) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("at", at);
        body.put("heads", new TreeMap<>(heads));
        return Json.text(body).getBytes(StandardCharsets.UTF_8);
    }
}
