package dev.holdfast.decision.io.file;

import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.decision.domain.audit.AuditFinding;
import dev.holdfast.decision.domain.audit.AuditHead;
import dev.holdfast.decision.flow.AuditCheck;

import io.micronaut.scheduling.annotation.Scheduled;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/// Each minute signs where every changed chain of the audit ends, into a file outside the database
/// and onto a topic of the broker, so that not even who may write the database, and the disk too, can
/// shorten or rewrite what was.
public class Checkpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    /// A chain that is so old was signed at least once.
    private static final Duration SIGNED_BY = Duration.ofMinutes(5);

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
            String signature = key.sign(Signed.content(at, changed));
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
        Signed signed = new Signed(own());
        file(signed);
        copies(signed);
        AuditCheck.Report report = audit.verify(signed.hashes());
        List<AuditFinding> all = new ArrayList<>(signed.wrong());
        all.addAll(unsigned(signed.hashes().keySet()));
        all.addAll(report.findings());
        return new AuditCheck.Report(
                all.isEmpty(), report.chains(), report.entries(), all, signed.keys());
    }

    private @Nullable String own() {
        try {
            return Files.isDirectory(folder) ? SigningKey.in(folder).known() : null;
        } catch (IOException e) {
            throw new UncheckedIOException("The key of the checkpoints cannot be read", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The checkpoints cannot be verified", e);
        }
    }

    /// Line by line: it grows for as long as the service runs.
    private void file(Signed signed) {
        if (!Files.exists(file())) {
            return;
        }
        long number = 0;
        try (BufferedReader lines = Files.newBufferedReader(file())) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                signed.read(file().toString(), ++number, line, true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The checkpoints cannot be read", e);
        }
    }

    /// What cannot be compared is not called whole.
    private void copies(Signed signed) {
        AtomicLong number = new AtomicLong();
        try {
            copies.each(line ->
                    signed.read(Topic.CHECKPOINTS.title(), number.incrementAndGet(), line, false));
        } catch (IOException e) {
            signed.finds(
                    0,
                    "the copies could not be compared: %s; verify again when the broker is there"
                            .formatted(e.getMessage()));
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

    private Path file() {
        return folder.resolve("checkpoints.jsonl");
    }
}
