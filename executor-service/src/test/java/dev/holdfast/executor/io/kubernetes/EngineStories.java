package dev.holdfast.executor.io.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.IncidentEvent;
import dev.holdfast.backbone.events.IncidentEvent.Authority;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.RollbackEvent;
import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.backbone.events.RollbackEvent.RollbackCompleted;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Severity;
import dev.holdfast.backbone.memory.MemoryHouse;
import dev.holdfast.backbone.memory.MemoryStore;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.executor.flow.Actions;
import dev.holdfast.executor.flow.ExecutorDesk;
import dev.holdfast.executor.flow.Lookout;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The whole executor on a real API server: planned, ordered, carried out, and killed at each of its
/// durable writes.
abstract class EngineStories {
    private static final Scope SCOPE = Scope.of("shop", "production");
    private static final int PATHS = 80;

    private final Lab lab = KubernetesTest.lab();

    /// An executor in memory with a clock of its own, but with the real actions.
    private final class House {
        private final MemoryHouse memory = new MemoryHouse(Instant.parse("2026-01-01T00:00:00Z"));
        private final MemoryStore store;
        private final Release bad = new Release("backend", "1.5.0");
        private final Release good = new Release("backend", "1.4.1");

        House(String steps) {
            store =
                    memory.add(_ ->
                            new ExecutorDesk(
                                    Actions.of(lab.actions()),
                                    (name, reference) -> lab.kubeconfig(),
                                    new Patient(),
                                    (_, _, _, touch) -> touch.get()));
            String pack =
                    "system: shop\nenvironments: {production: {components: [backend]}}\n"
                            + "secrets: {cluster: \"env:CLUSTER\"}\nvariables: {namespace: %s}\n"
                                    .formatted(lab.namespace);
            String runbooks =
                    "allow: {hosts: [\"%s\"]}\nrunbooks:\n  back:\n    steps:\n%s"
                            .formatted(lab.host(), steps);
            PackFiles files =
                    PackFiles.of("shop", Map.of("pack.yml", pack, "runbooks.yml", runbooks));
            assertThat(store.desk().check(files)).isEmpty();
            memory.offer(files);
            memory.publish(
                    Scope.pack("shop"),
                    new IncidentEvent.PackActivated("shop", files.digest(), memory.now()));
        }

        void rollsBack() {
            String rollback = java.util.UUID.randomUUID().toString();
            asks(
                    new IncidentEvent.RollbackProposed(
                            "shop-20260101-ab12",
                            rollback,
                            "back",
                            Severity.P1,
                            bad,
                            good,
                            memory.now().plusSeconds(5),
                            memory.now()));
            memory.passes(Duration.ofMinutes(1));
            asks(
                    new IncidentEvent.RollbackOrdered(
                            "shop-20260101-ab12",
                            rollback,
                            memory.events(PlanReady.class).getLast().hash(),
                            bad,
                            good,
                            new Authority("automatic", List.of()),
                            memory.now().plusSeconds(120),
                            "test",
                            memory.now()));
            memory.passes(Duration.ofMinutes(1));
        }

        /// The good release was deployed, and has held.
        void held() {
            asks(
                    new IncidentEvent.ReleaseDeployed(
                            good, "dora", null, List.of("code"), null, memory.now(), memory.now()));
            asks(new IncidentEvent.ReleaseHeld(good, null, Duration.ofMinutes(30), memory.now()));
        }

        /// What the executor has written, for a failure's message.
        String told() {
            return memory.log().stream()
                    .map(e -> e.data())
                    .filter(RollbackEvent.class::isInstance)
                    .map(Object::toString)
                    .collect(Collectors.joining("\n"));
        }

        private void asks(Event event) {
            memory.publish(SCOPE, event);
            memory.passes(Duration.ofMillis(1));
        }
    }

    /// Waits for every answer.
    private static final class Patient implements Lookout {
        @Override
        public <T> List<T> all(List<Supplier<T>> looks, Duration budget, T late) {
            return looks.stream().map(Supplier::get).toList();
        }
    }

    private static String step(String name, String action, String with) {
        return """
              - name: %s
                action: kubernetes.%s
                with: {namespace: "${namespace}", kubeconfig: "${secret.cluster}", %s}
                retry: {attempts: 3, pause: 1s}
        """
                .formatted(name, action, with);
    }

    private static final String STEPS =
            step(
                            "path",
                            "patch",
                            "object: ingress/killed, type: json, patch: \"[{op: remove, path: /spec/rules/0/http/paths/0}]\"")
                    + step(
                            "image",
                            "image",
                            "workload: deployment/killed, images: {web: \"shop:${to}\"}")
                    + step("restart", "restart", "workload: deployment/killed");

    @Test
    void killed_at_each_durable_write_every_effect_is_there_exactly_once() throws Wrong {
        StringBuilder paths = new StringBuilder();
        for (int i = 0; i < PATHS; i++) {
            paths.append(
                    "{path: /p%d, pathType: Prefix, backend: {service: {name: a, port: {number: 80}}}},"
                            .formatted(i));
        }
        lab.create(
                "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: killed}, spec: {rules: [{http: {paths: [%s]}}]}}"
                        .formatted(paths));
        lab.running("deployment/killed", "shop:1.5.0", 0);
        House unharmed = new House(STEPS);
        int before = unharmed.store.writes();
        unharmed.rollsBack();
        assertThat(unharmed.memory.events(RollbackCompleted.class)).hasSize(1);
        int writes = unharmed.store.writes() - before;
        assertThat(writes).isBetween(8, (PATHS - 4) / 2);

        for (int write = 1; write <= writes; write++) {
            killed(write, false);
            killed(write, true);
        }
    }

    private void killed(int write, boolean after) throws Wrong {
        lab.deploy("deployment/killed", "shop:1.5.0");
        int paths = paths();
        long generation = generation();
        House house = new House(STEPS);
        house.store.crashAtWrite(write, after);
        house.rollsBack();

        assertThat(house.memory.events(RollbackCompleted.class))
                .as("killed at %d, kept: %s: %s", write, after, house.told())
                .hasSize(1);
        assertThat(paths()).isEqualTo(paths - 1);
        assertThat(lab.image("deployment/killed")).isEqualTo("shop:1.4.1");
        assertThat(generation()).isEqualTo(generation + 2); // one image, one restart
    }

    private int paths() throws Wrong {
        return lab.get("ingress/killed").at("/spec/rules/0/http/paths").size();
    }

    private long generation() throws Wrong {
        return lab.get("deployment/killed").at("/metadata/generation").asLong();
    }

    @Test
    void what_a_runbook_goes_back_to_is_recorded_by_itself_once_the_release_has_held()
            throws Wrong {
        lab.create("{apiVersion: v1, kind: ConfigMap, metadata: {name: held}, data: {mode: calm}}");
        lab.running("deployment/held", "shop:1.4.1", 0);
        House house =
                new House(
                        step(
                                        "configuration",
                                        "restore",
                                        "objects: [configmap/held], release: \"${to}\"")
                                + step(
                                        "code",
                                        "undo",
                                        "workload: deployment/held, release: \"${to}\""));
        house.held();
        assertThat(house.memory.events(RollbackEvent.ReleaseRecorded.class))
                .singleElement()
                .satisfies(r -> assertThat(r.missing()).isEmpty());

        lab.edit(
                "configmap/held",
                now -> {
                    var next = now.deepCopy();
                    next.withObject("/data").put("mode", "wild");
                    return next;
                });
        lab.deploy("deployment/held", "shop:1.5.0");
        house.rollsBack();

        assertThat(house.memory.events(RollbackCompleted.class)).as(house.told()).hasSize(1);
        assertThat(lab.get("configmap/held").at("/data/mode").asText()).isEqualTo("calm");
        assertThat(lab.image("deployment/held")).isEqualTo("shop:1.4.1");
    }

    @Test
    void secrets_of_the_cluster_are_in_no_event() throws Wrong {
        lab.running("deployment/quiet", "shop:1.5.0", 0);
        lab.create(
                "{apiVersion: v1, kind: Secret, metadata: {name: quiet}, stringData: {k: canary-value}}");
        House house =
                new House(
                        step("record", "record", "objects: [secret/quiet], release: \"1.4.1\"")
                                + step(
                                        "patch",
                                        "patch",
                                        "object: secret/quiet, type: merge, patch: \"{stringData: {k: canary-other}}\"")
                                + step("gone", "delete", "objects: [secret/quiet]"));
        house.rollsBack();

        assertThat(house.memory.events(RollbackCompleted.class)).hasSize(1);
        assertThat(house.memory.log().toString())
                .doesNotContain("canary-value", "Y2FuYXJ5", lab.token());
    }
}
