package dev.holdfast.verifier.flow;

import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.work.Packs;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.verifier.domain.file.Rules;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The packs' rules, read once a version.
final class RuleBook {
    private static final int MOST = 50;

    private final Map<String, Rules> read =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Rules> eldest) {
                    return size() > MOST;
                }
            };

    /// The version that is current for the system, if there is a good one.
    Optional<Rules> current(Work work, String system) {
        return Packs.currentDigest(work, system).flatMap(digest -> of(work, system, digest));
    }

    /// The named version, or the current one where none is named.
    Optional<Rules> of(Work work, String system, @Nullable String digest) {
        if (digest == null) {
            return current(work, system);
        }
        // In a drill the same digest means the pack as it is in its lab.
        String key = work.scope().drill() == null ? digest : digest + " in the lab";
        synchronized (read) {
            Rules known = read.get(key);
            if (known != null) {
                return Optional.of(known);
            }
        }
        Optional<PackFiles> pack = Packs.byDigest(work, system, digest);
        Optional<Rules> rules = pack.flatMap(Rules::read);
        synchronized (read) {
            rules.ifPresent(r -> read.put(key, r));
        }
        return rules;
    }
}
