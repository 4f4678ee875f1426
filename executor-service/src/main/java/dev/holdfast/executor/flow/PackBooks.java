package dev.holdfast.executor.flow;

import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.PackManifest;
import dev.holdfast.backbone.pack.Problem;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.executor.domain.runbook.RunbookFile;
import dev.holdfast.executor.domain.runbook.Runbooks;
import dev.holdfast.executor.domain.runbook.Vocabulary;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The runbooks of packs, read once a version.
final class PackBooks {
    private static final int MOST = 64;

    private final Vocabulary vocabulary;
    private final Map<String, Optional<Book>> byDigest =
            Collections.synchronizedMap(
                    new LinkedHashMap<>() {
                        private static final long serialVersionUID = 1L;

                        @Override
                        protected boolean removeEldestEntry(Map.Entry<String, Optional<Book>> e) {
                            return size() > MOST;
                        }
                    });

    /// A pack's runbooks with what `pack.yml` says.
    record Book(PackManifest manifest, Runbooks runbooks) {}

    PackBooks(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    List<Problem> check(PackFiles pack) {
        Problems problems = new Problems();
        RunbookFile.read(pack, vocabulary, problems);
        // A runbook that is a part of others is read once more in each of them.
        return problems.all().stream().distinct().toList();
    }

    /// Empty for a pack that has problems, which is never made current.
    Optional<Book> book(PackFiles pack) {
        String digest = pack.digest();
        Optional<Book> known = byDigest.get(digest);
        if (known == null) {
            known = read(pack);
            byDigest.put(digest, known);
        }
        return known;
    }

    private Optional<Book> read(PackFiles pack) {
        Problems problems = new Problems();
        Optional<PackManifest> manifest = PackManifest.read(pack, problems);
        Runbooks runbooks = RunbookFile.read(pack, vocabulary, problems);
        return problems.none() ? manifest.map(m -> new Book(m, runbooks)) : Optional.empty();
    }
}
