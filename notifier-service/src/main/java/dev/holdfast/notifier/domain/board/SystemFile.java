package dev.holdfast.notifier.domain.board;

import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Verdict;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the console knows of one system in one environment. Bounded; one thread writes it.
final class SystemFile {
    private static final int RELEASES = 20;
    private static final int CHECKS = 200;
    private static final int TRIGGERS = 200;

    /// @param state `deployed`, `held` or `failed`
    record ReleaseLine(
            String component,
            String version,
            String state,
            boolean current,
            @Nullable String by,
            @Nullable String commit,
            Instant at) {}

    /// The newest run of a standing check.
    record CheckLine(String check, Verdict verdict, String finding, Instant at) {}

    private final Scope scope;
    private final List<ReleaseLine> releases = new ArrayList<>();
    private final Map<String, String> running = new LinkedHashMap<>();
    private final Map<String, Instant> since = new LinkedHashMap<>();
    private final Map<String, CheckLine> checks = new LinkedHashMap<>();
    private final Map<String, Instant> raised = new LinkedHashMap<>();

    SystemFile(Scope scope) {
        this.scope = scope;
    }

    Scope scope() {
        return scope;
    }

    void deployed(Release r, @Nullable String by, @Nullable String commit, Instant at) {
        runs(r, at);
        replace(new ReleaseLine(r.component(), r.version(), "deployed", false, by, commit, at));
    }

    void state(Release r, String state, Instant at) {
        ReleaseLine before = find(r);
        replace(
                new ReleaseLine(
                        r.component(),
                        r.version(),
                        state,
                        false,
                        before == null ? null : before.by(),
                        before == null ? null : before.commit(),
                        before == null ? at : before.at()));
    }

    void rolledBackTo(Release r, Instant at) {
        runs(r, at);
    }

    /// Topics have no order between them: the latest in time says what runs.
    private void runs(Release r, Instant at) {
        if (!at.isBefore(since.getOrDefault(r.component(), Instant.MIN))) {
            since.put(r.component(), at);
            running.put(r.component(), r.version());
        }
    }

    void checked(CheckLine line) {
        if (checks.containsKey(line.check()) || checks.size() < CHECKS) {
            checks.put(line.check(), line);
        }
    }

    void raised(String trigger, Instant at) {
        if (raised.size() < TRIGGERS) {
            raised.putIfAbsent(trigger, at);
        }
    }

    void cleared(String trigger) {
        raised.remove(trigger);
    }

    int raisedTriggers() {
        return raised.size();
    }

    List<CheckLine> checks() {
        return List.copyOf(checks.values());
    }

    /// Newest first; what runs now is marked.
    List<ReleaseLine> releases() {
        return releases.reversed().stream()
                .map(r ->
                        new ReleaseLine(
                                r.component(),
                                r.version(),
                                r.state(),
                                r.version().equals(running.get(r.component())),
                                r.by(),
                                r.commit(),
                                r.at()))
                .toList();
    }

    private @Nullable ReleaseLine find(Release r) {
        return releases.stream().filter(l -> same(l, r)).findFirst().orElse(null);
    }

    private void replace(ReleaseLine line) {
        Release r = new Release(line.component(), line.version());
        ReleaseLine before = find(r);
        if (before != null) {
            releases.set(releases.indexOf(before), line);
            return;
        }
        releases.add(line);
        if (releases.size() > RELEASES) {
            releases.removeFirst();
        }
    }

    private static boolean same(ReleaseLine line, Release r) {
        return line.component().equals(r.component()) && line.version().equals(r.version());
    }
}
