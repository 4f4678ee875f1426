package dev.holdfast.decision.io.file;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.decision.domain.audit.AuditFinding;
import dev.holdfast.decision.domain.audit.AuditHead;
import dev.holdfast.decision.flow.AuditCheck;

import io.micronaut.scheduling.annotation.Scheduled;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Each minute signs where every changed chain of the audit ends, into a file outside the database,
/// so that even who may write the database cannot shorten or rewrite what was.
public class Checkpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    /// A chain that is so old was signed at least once.
    private static final Duration SIGNED_BY = Duration.ofMinutes(5);

    private final AuditCheck audit;
    private final Path folder;
    private final InstantSource clock;
    private Map<String, AuditHead> last = Map.of();

    /// One line of the file; `signature` is over the JSON of the other two.
    private record Line(String at, Map<String, AuditHead> heads, String signature) {}

    public Checkpoints(AuditCheck audit, Path folder, InstantSource clock) {
        this.audit = audit;
        this.folder = folder;
        this.clock = clock;
    }

    @Scheduled(initialDelay = "1m", fixedDelay = "1m")
    void eachMinute() {
        try {
            sign();
        } catch (RuntimeException e) {
            LOG.error("The audit's checkpoint of this minute was not written to {}", folder, e);
        }
    }

    /// Signs what changed since the last time.
    public synchronized void sign() {
        Map<String, AuditHead> heads = audit.heads();
        Map<String, AuditHead> changed = new TreeMap<>(heads);
        last.forEach(changed::remove);
        if (changed.isEmpty()) {
            return;
        }
        try {
            Files.createDirectories(folder);
            String at = clock.instant().toString();
            String signature = SigningKey.in(folder).sign(signed(at, changed));
            Files.writeString(
                    file(),
                    Json.text(new Line(at, changed, signature)) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND,
                    StandardOpenOption.SYNC);
            last = heads;
        } catch (IOException e) {
            throw new UncheckedIOException("The checkpoint is not written", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The checkpoint cannot be signed", e);
        }
    }

    /// Checks every chain against itself and against everything that was ever signed.
    public AuditCheck.Report verify() {
        Map<String, Map<Long, String>> signed = new TreeMap<>();
        List<AuditFinding> forged = new ArrayList<>();
        try {
            List<String> lines = Files.exists(file()) ? Files.readAllLines(file()) : List.of();
            for (int i = 0; i < lines.size(); i++) {
                read(i + 1, lines.get(i), signed, forged);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The checkpoints cannot be read", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The checkpoints cannot be verified", e);
        }
        AuditCheck.Report report = audit.verify(signed);
        List<AuditFinding> all = new ArrayList<>(forged);
        all.addAll(unsigned(signed.keySet()));
        all.addAll(report.findings());
        return new AuditCheck.Report(all.isEmpty(), report.chains(), report.entries(), all);
    }

    /// A chain that is older than some minutes was signed; if no signature is left, neither a cut nor
    /// another beginning would be found.
    private List<AuditFinding> unsigned(Set<String> signed) {
        Instant late = clock.instant().minus(SIGNED_BY);
        return audit.begun().entrySet().stream()
                .filter(e -> e.getValue().isBefore(late) && !signed.contains(e.getKey()))
                .map(e ->
                        new AuditFinding(
                                e.getKey(),
                                1,
                                "the chain goes back to %s, and %s has no signature of it"
                                        .formatted(e.getValue(), file())))
                .toList();
    }

    private void read(
            int number,
            String text,
            Map<String, Map<Long, String>> signed,
            List<AuditFinding> forged)
            throws IOException, GeneralSecurityException {
        JsonNode node = Json.mapper().readTree(text);
        Map<String, AuditHead> heads = new TreeMap<>();
        node.path("heads")
                .properties()
                .forEach(e ->
                        heads.put(
                                e.getKey(),
                                new AuditHead(
                                        e.getValue().path("number").asLong(),
                                        e.getValue().path("hash").asText())));
        String at = node.path("at").asText();
        if (!SigningKey.in(folder).verifies(signed(at, heads), node.path("signature").asText())) {
            forged.add(
                    new AuditFinding(
                            "checkpoints",
                            number,
                            "the signature of line %d is wrong".formatted(number)));
            return;
        }
        heads.forEach((scope, head) ->
                signed.computeIfAbsent(scope, _ -> new TreeMap<>())
                        .put(head.number(), head.hash()));
    }

    private static byte[] signed(String at, Map<String, AuditHead> heads) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("at", at);
        body.put("heads", new TreeMap<>(heads));
        return Json.text(body).getBytes(StandardCharsets.UTF_8);
    }

    private Path file() {
        return folder.resolve("checkpoints.jsonl");
    }
}
