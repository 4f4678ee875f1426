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

    private final Map<Key, NotificationPlan> read =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, NotificationPlan> eldest) {
                    return size() > MOST;
                }
            };

    private record Key(String digest, String environment) {}

    /// A plan with the version of the pack that it comes from, null for the built-in one.
    record Ruling(NotificationPlan plan, @Nullable String digest) {}

    /// The plan of this version, else of the current one, else the standard.
    Ruling ruling(Work work, Scope scope, @Nullable String digest) {
        Optional<PackFiles> version =
                digest == null ? Optional.empty() : Packs.byDigest(work, scope.system(), digest);
        return version.or(() -> Packs.current(work, scope.system()))
                .map(pack -> ruling(pack, scope.environment()))
                .orElseGet(() -> new Ruling(NotificationPlan.standard(), null));
    }

    /// The plan that a notice was made by. One made before there was a pack goes to the built-in
    /// channel, whatever has been applied since.
    Ruling of(Work work, Notice notice) {
        String digest = notice.packDigest();
        return digest == null
                ? new Ruling(NotificationPlan.standard(), null)
                : ruling(work, notice.scope(), digest);
    }

    private synchronized Ruling ruling(PackFiles pack, String environment) {
        String digest = pack.digest();
        NotificationPlan plan =
                read.computeIfAbsent(
                        new Key(digest, environment), k -> PlanReader.read(pack, k.environment()));
        return new Ruling(plan, digest);
    }
}
