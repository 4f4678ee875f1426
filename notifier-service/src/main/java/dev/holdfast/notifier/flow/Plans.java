package dev.holdfast.notifier.flow;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.work.Packs;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.notifier.domain.notice.Notice;
import dev.holdfast.notifier.domain.plan.NotificationPlan;
import dev.holdfast.notifier.domain.plan.PlanReader;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Finds the plan that rules, and remembers what it has read.
final class Plans {
    private static final int MOST = 64;

    private final Map<Key, Ruling> read =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, Ruling> eldest) {
                    return size() > MOST;
                }
            };

    private record Key(String system, String digest, String environment, boolean drill) {}

    /// A plan with the version of the pack that it comes from, null for the built-in one.
    record Ruling(NotificationPlan plan, @Nullable String digest) {}

    /// The plan of this version, else of the current one, else the standard. A version never changes,
    /// so one that was read before is not looked for again.
    Ruling ruling(Work work, Scope scope, @Nullable String digest) {
        return Optional.ofNullable(digest)
                .flatMap(version -> version(work, scope, version))
                .or(() ->
                        Packs.currentDigest(work, scope.system())
                                .flatMap(version -> version(work, scope, version)))
                .orElseGet(() -> new Ruling(NotificationPlan.standard(), null));
    }

    private Optional<Ruling> version(Work work, Scope scope, String digest) {
        Key key =
                new Key(scope.system(), digest, scope.environment(), work.scope().drill() != null);
        return Optional.ofNullable(known(key))
                .or(() ->
                        Packs.byDigest(work, scope.system(), digest).map(pack -> read(key, pack)));
    }

    /// The plan that a notice was made by. One made before there was a pack goes to the built-in
    /// channel, whatever has been applied since.
    Ruling of(Work work, Notice notice) {
        String digest = notice.packDigest();
        return digest == null
                ? new Ruling(NotificationPlan.standard(), null)
                : ruling(work, notice.scope(), digest);
    }

    private synchronized @Nullable Ruling known(Key key) {
        return read.get(key);
    }

    private synchronized Ruling read(Key key, PackFiles pack) {
        return read.computeIfAbsent(
                key, k -> new Ruling(PlanReader.read(pack, k.environment()), pack.digest()));
    }
}
