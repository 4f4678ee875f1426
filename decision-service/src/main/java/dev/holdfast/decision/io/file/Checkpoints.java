package dev.holdfast.decision.io.file;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.decision.domain.audit.AuditFinding;
import dev.holdfast.decision.domain.audit.AuditHead;
import dev.holdfast.decision.flow.AuditCheck;

import io.micronaut.scheduling.annotation.Scheduled;

import org.jspecify.annotations.Nullable;
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
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Each minute signs where every changed chain of the audit ends, into a file outside the database
/// and onto a topic of the broker, so that not even who may write the database, and the disk too, can
/// shorten or rewrite what was.
public class Checkpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    /// A chain that is so old was signed at least once.
    private static final Duration SIGNED_BY = Duration.ofMinutes(5);

    /// Of what is found about the checkpoints themselves.
    private static final String SCOPE = "checkpoints";

    private final AuditCheck audit;
    private final Path folder;
    private final InstantSource clock;
    private final Copies copies;
    private Map<String, AuditHead> last = Map.of();

    /// One line of the file; `signature` is over the JSON of the first two.
    ///
    /// @param key the public key of the instance that signed
    private record Line(String at, Map<String, AuditHead> heads, String signature, String key) {}

    public Checkpoints(AuditCheck audit, Path folder, InstantSource clock, Copies copies) {
        this.audit = audit;
        this.folder = folder;
        this.clock = clock;
        this.copies = copies;
    }

    @Scheduled(initialDelay = "20s", fixedDelay = "1m")
    void eachMinute() {
        try {
            sign();
        } catch (RuntimeException e) {
            LOG.error("The audit's checkpoint of this minute was not written to {}", folder, e);
        }
    }

    /// Signs what changed since the last time. What the topic did not take is signed again, with what
    /// has changed by then.
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
            SigningKey key = SigningKey.in(folder);
            String signature = key.sign(signed(at, changed));
            String line = Json.text(new Line(at, changed, signature, key.known()));
            Files.writeString(
                    file(),
                    line + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND,
                    StandardOpenOption.SYNC);
            copies.keep(line);
            last = heads;
        } catch (IOException e) {
            throw new UncheckedIOException("The checkpoint is not written everywhere", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The checkpoint cannot be signed", e);
        }
    }

    /// Checks every chain against itself and against everything that was ever signed, here and by
    /// other instances.
    public AuditCheck.Report verify() {
        Map<String, Map<Long, String>> signed = new TreeMap<>();
        List<AuditFinding> forged = new ArrayList<>();
        try {
            List<String> lines = Files.exists(file()) ? Files.readAllLines(file()) : List.of();
            read(file().toString(), lines, signed, forged);
            read(Topic.CHECKPOINTS.title(), copies(forged), signed, forged);
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

    /// What cannot be compared is not called whole.
    private List<String> copies(List<AuditFinding> found) {
        try {
            return copies.all();
        } catch (IOException e) {
            found.add(
                    new AuditFinding(
                            SCOPE,
                            0,
                            "the copies could not be compared: %s; verify again when the broker is there"
                                    .formatted(e.getMessage())));
            return List.of();
        }
    }

    /// A chain that is older than some minutes was signed; if no signature is left, neither a cut nor
    /// another beginning would be found.
    private List<AuditFinding> unsigned(Set<String> signed) {
        Instant late = clock.instant().minus(SIGNED_BY);
        return audit.begun(signed).entrySet().stream()
                .filter(e -> e.getValue().isBefore(late))
                .map(e ->
                        new AuditFinding(
                                e.getKey(),
                                1,
                                "the chain goes back to %s, and neither %s nor %s has a signature of it"
                                        .formatted(
                                                e.getValue(), file(), Topic.CHECKPOINTS.title())))
                .toList();
    }

    private void read(
            String where,
            List<String> lines,
            Map<String, Map<Long, String>> signed,
            List<AuditFinding> forged)
            throws IOException, GeneralSecurityException {
        SigningKey own = Files.isDirectory(folder) ? SigningKey.in(folder) : null;
        for (int i = 0; i < lines.size(); i++) {
            Optional<String> wrong = read(lines.get(i), own, signed);
            if (wrong.isPresent()) {
                String what = "%s, line %d: %s".formatted(where, i + 1, wrong.get());
                forged.add(new AuditFinding(SCOPE, i + 1, what));
            }
        }
    }

    /// Takes in what a line says, or answers why it says nothing.
    private static Optional<String> read(
            String text, @Nullable SigningKey own, Map<String, Map<Long, String>> signed)
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
        String key = node.path("key").asText(own == null ? "" : own.known());
        byte[] content = signed(node.path("at").asText(), heads);
        if (!SigningKey.verifies(key, content, node.path("signature").asText())) {
            return Optional.of("the signature is wrong");
        }
        heads.forEach((scope, head) ->
                signed.computeIfAbsent(scope, _ -> new TreeMap<>())
                        .put(head.number(), head.hash()));
        return Optional.empty();
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
