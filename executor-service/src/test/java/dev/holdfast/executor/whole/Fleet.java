package dev.holdfast.executor.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.EventId;
import dev.holdfast.backbone.events.IncidentEvent;
import dev.holdfast.backbone.events.IncidentEvent.Authority;
import dev.holdfast.backbone.events.PackAccepted;
import dev.holdfast.backbone.events.PackRefused;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.RollbackEvent.OrderRefused;
import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.backbone.events.RollbackEvent.PlanRefused;
import dev.holdfast.backbone.events.RollbackEvent.RollbackAborted;
import dev.holdfast.backbone.events.RollbackEvent.RollbackCompleted;
import dev.holdfast.backbone.events.RollbackEvent.RollbackFailed;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Severity;
import dev.holdfast.backbone.pack.PackFiles;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// One system with many environments `e0`, `e1`, …, each rolled back on its own. What goes wrong stops
/// the measurement: a refused plan is no fast one.
final class Fleet implements AutoCloseable {
    static final Release BAD = new Release("backend", "1.5.0");
    static final Release GOOD = new Release("backend", "1.4.1");
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration ORDER = Duration.ofMinutes(5);

    private final String system;
    private final Wire wire;
    private PackFiles pack = PackFiles.of("none", Map.of("pack.yml", "system: none"));

    Fleet(String system) {
        this.system = system;
        this.wire = new Wire(Scope.of(system, "e0"));
    }

    void has(PackFiles files) {
        pack = files;
        wire.offers(files);
        await().atMost(PATIENCE)
                .until(() -> {
                    assertThat(wire.heard(PackRefused.class)).isEmpty();
                    return !wire.heard(PackAccepted.class).isEmpty();
                });
    }

    /// Proposed, planned and ended.
    void runs(String runbook, String name, int from, int to) {
        begins(runbook, name, from, to);
        List<String> ids = ids(name, from, to);
        await().atMost(PATIENCE)
                .until(() -> {
                    nothingWrong();
                    return wire.heard(RollbackCompleted.class).stream()
                                    .filter(e -> ids.contains(e.rollback()))
                                    .count()
                            >= ids.size();
                });
    }

    /// Proposed, planned and ordered, in the environments from the first to before the last.
    void begins(String runbook, String name, int from, int to) {
        Map<String, Scope> scopes = new LinkedHashMap<>();
        for (int i = from; i < to; i++) {
            String id = EventId.of(name, i);
            scopes.put(id, Scope.of(system, "e" + i));
            wire.says(scope(scopes, id), proposal(runbook, name + "-" + i, id), pack.digest());
        }
        await().atMost(PATIENCE).until(() -> plans(scopes).size() >= scopes.size());
        for (PlanReady plan : plans(scopes)) {
            wire.says(scope(scopes, plan.rollback()), order(plan), pack.digest());
        }
    }

    private static Scope scope(Map<String, Scope> scopes, String id) {
        return java.util.Objects.requireNonNull(scopes.get(id));
    }

    private List<PlanReady> plans(Map<String, Scope> scopes) {
        nothingWrong();
        return wire.heard(PlanReady.class).stream()
                .filter(p -> scopes.containsKey(p.rollback()))
                .toList();
    }

    private void nothingWrong() {
        for (Class<? extends Event> wrong :
                List.of(
                        PlanRefused.class,
                        OrderRefused.class,
                        RollbackFailed.class,
                        RollbackAborted.class)) {
            assertThat(wire.heard(wrong)).isEmpty();
        }
    }

    /// The ids of the rollbacks.
    static List<String> ids(String name, int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> EventId.of(name, i)).toList();
    }

    private static IncidentEvent proposal(String runbook, String incident, String id) {
        Instant now = Instant.now();
        return new IncidentEvent.RollbackProposed(
                incident, id, runbook, Severity.P2, BAD, GOOD, now.plus(ORDER), now);
    }

    private static IncidentEvent order(PlanReady plan) {
        Instant now = Instant.now();
        return new IncidentEvent.RollbackOrdered(
                plan.incident(),
                plan.rollback(),
                plan.hash(),
                BAD,
                GOOD,
                new Authority(null, List.of("robin")),
                now.plus(ORDER),
                "bench",
                now);
    }

    @Override
    public void close() {
        wire.close();
    }
}
