package dev.holdfast.executor.io.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.Allowed;
import dev.holdfast.executor.flow.Action;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.flow.EffectAction;
import dev.holdfast.executor.flow.UndoableAction;
import dev.holdfast.executor.io.Calls;

import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;

/// A namespace of its own on the real API server that KUBECONFIG names, where the actions are done by
/// a service account with no more than the shipped Role.
final class Lab implements AutoCloseable {
    private static final Path ROLES = Path.of("../deploy/kubernetes");

    final String namespace = "holdfast-" + UUID.randomUUID().toString().substring(0, 8);
    final Api admin;
    final Path folder;
    private final Clusters adminClusters = new Clusters();
    private final Set<String> used = new ConcurrentSkipListSet<>();
    private final Clusters clusters = new Clusters((m, p) -> used.add(Right.of(m, p)));
    private final Map<String, Action> actions = new HashMap<>();
    private final String adminConfig;
    private final String host;
    private String kubeconfig = "";
    private String secret = "";

    private Lab(String adminConfig, Path folder) throws Wrong {
        this.adminConfig = adminConfig;
        this.folder = folder;
        this.host = Access.parse(adminConfig, null).host();
        Kubernetes.actions(clusters).forEach(a -> actions.put(a.name(), a));
        this.admin =
                adminClusters.api(
                        Calls.call(
                                allowed(),
                                Map.of("namespace", namespace, "kubeconfig", adminConfig)),
                        Duration.ofSeconds(10));
    }

    /// Skips the test when there is no API server.
    static Lab open(Path folder) throws Exception {
        String file = System.getenv("KUBECONFIG");
        Assumptions.assumeTrue(
                file != null && Files.isReadable(Path.of(file)),
                "KUBECONFIG names no readable file: no API server to test on");
        Lab lab = new Lab(Files.readString(Path.of(file)), folder);
        lab.furnish();
        return lab;
    }

    private void furnish() throws Exception {
        Kind namespaces = new Kind("", "v1", "namespaces", "namespace");
        ObjectNode object =
                Manifests.one(
                        "{apiVersion: v1, kind: Namespace, metadata: {name: %s}}"
                                .formatted(namespace),
                        "namespace");
        admin.cluster()
                .send(
                        new Cluster.Ask(
                                "POST",
                                "/api/v1/" + namespaces.plural(),
                                Map.of(),
                                "application/json",
                                object.toString()),
                        Duration.ofSeconds(10));
        create(
                "{apiVersion: v1, kind: ServiceAccount, metadata: {name: holdfast-executor}}",
                new Kind("", "v1", "serviceaccounts", "serviceaccount"));
        for (String role : List.of("executor-role.yaml", "executor-gitops-role.yaml")) {
            for (ObjectNode o : role(role)) {
                create(o);
            }
        }
        this.secret = made();
        this.kubeconfig = config(secret);
    }

    List<ObjectNode> role(String file) throws IOException, Wrong {
        String text = Files.readString(ROLES.resolve(file));
        return Manifests.all(text.replace("namespace: holdfast", "namespace: " + namespace), file);
    }

    private String made() {
        return await().atMost(Duration.ofSeconds(20))
                .until(
                        () ->
                                admin.list(Kind.SECRET, "").stream()
                                        .filter(s ->
                                                s.at("/metadata/annotations")
                                                        .path("kubernetes.io/service-account.name")
                                                        .asText()
                                                        .equals("holdfast-executor"))
                                        .map(s -> s.at("/data/token").asText())
                                        .filter(t -> !t.isEmpty())
                                        .findFirst()
                                        .map(Lab::plain)
                                        .orElse(""),
                        t -> !t.isEmpty());
    }

    private static String plain(String base64) {
        return new String(
                java.util.Base64.getDecoder().decode(base64),
                java.nio.charset.StandardCharsets.UTF_8);
    }

    private String config(String token) throws Wrong {
        ObjectNode root = Manifests.one(adminConfig, "kubeconfig");
        for (JsonNode user : root.path("users")) {
            if (user instanceof ObjectNode o) {
                o.putObject("user").put("token", token);
            }
        }
        return root.toString();
    }

    Allowed allowed() {
        return new Allowed(List.of("/bin/date"), List.of(host), List.of(folder.toString()));
    }

    List<Action> actions() {
        return List.copyOf(actions.values());
    }

    String kubeconfig() {
        return kubeconfig;
    }

    /// What only the service account knows.
    String token() {
        return secret;
    }

    String host() {
        return host;
    }

    /// The same by another way to the same server.
    Call through(Call call, int port) {
        String other = kubeconfig.replace(host, "127.0.0.1:" + port);
        Call c =
                Calls.call(
                        new Allowed(
                                List.of(),
                                List.of("127.0.0.1:" + port),
                                List.of(folder.toString())),
                        Map.of("kubeconfig", other),
                        call.rests());
        Map<String, dev.holdfast.executor.domain.words.Value> with = new HashMap<>(call.with());
        with.putAll(c.with());
        return new Call(
                call.scope(),
                call.rollback(),
                call.step(),
                "backend",
                with,
                c.allowed(),
                call.rests(),
                call.secrets(),
                call.outputs());
    }

    /// What the actions have used: `verb group/resource`.
    Set<String> used() {
        return used;
    }

    // ---- objects, by the administrator

    ObjectNode create(String yaml, Kind kind) throws Wrong {
        ObjectNode object = Manifests.one(yaml, "object");
        return admin.create(
                Ref.named(kind, namespace, object.at("/metadata/name").asText()),
                object,
                Api.Run.REAL);
    }

    ObjectNode create(ObjectNode object) throws Wrong {
        Kind kind = admin.kind(object.path("apiVersion").asText(), object.path("kind").asText());
        return admin.create(
                Ref.named(kind, namespace, object.at("/metadata/name").asText()),
                object,
                Api.Run.REAL);
    }

    ObjectNode create(String yaml) throws Wrong {
        return create(Manifests.one(yaml, "object"));
    }

    JsonNode get(String ref) throws Wrong {
        return admin.get(admin.ref(ref));
    }

    boolean there(String ref) throws Wrong {
        return admin.find(admin.ref(ref)).isPresent();
    }

    void edit(String ref, Api.Change change) throws Wrong {
        admin.change(admin.ref(ref), Api.Run.REAL, change);
    }

    String image(String ref) throws Wrong {
        return get(ref).at("/spec/template/spec/containers/0/image").asText();
    }

    /// A workload with one container `web`, rolled out.
    void running(String ref, String image, int replicas) throws Wrong {
        Kind kind = admin.ref(ref).kind();
        String name = admin.ref(ref).name();
        String type =
                switch (kind.plural()) {
                    case "deployments" -> "Deployment";
                    case "statefulsets" -> "StatefulSet";
                    default -> "DaemonSet";
                };
        String more =
                switch (type) {
                    case "Deployment" ->
                            "replicas: %d, progressDeadlineSeconds: 5,".formatted(replicas);
                    case "StatefulSet" ->
                            "replicas: %d, serviceName: %s,".formatted(replicas, name);
                    default -> "";
                };
        create(
                """
                apiVersion: apps/v1
                kind: %s
                metadata: {name: %s}
                spec: {%s selector: {matchLabels: {app: %s}}, template: {metadata: {labels: {app: %s}},
                  spec: {containers: [{name: web, image: "%s", env: [{name: MODE, value: calm}]}]}}}
                """
                        .formatted(type, name, more, name, name, image));
        settled(ref);
    }

    void deploy(String ref, String image) throws Wrong {
        edit(
                ref,
                now -> {
                    ObjectNode next = now.deepCopy();
                    ((ObjectNode) next.at("/spec/template/spec/containers/0")).put("image", image);
                    return next;
                });
    }

    void settled(String ref) {
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        Rollout.of(Workload.read(admin, admin.ref(ref)))
                                instanceof Rollout.Complete);
    }

    // ---- actions, by the service account

    EffectAction action(String name) {
        if (actions.get(name) instanceof EffectAction action) {
            return action;
        }
        throw new IllegalArgumentException("no action " + name);
    }

    Call call(Map<String, Object> with) {
        return call(with, Map.of());
    }

    Call call(Map<String, Object> with, Map<String, String> rests) {
        Map<String, Object> all = new HashMap<>(with);
        all.putIfAbsent("namespace", namespace);
        all.putIfAbsent("kubeconfig", kubeconfig);
        return Calls.call(allowed(), all, rests);
    }

    /// Of a step of its own, so that what it keeps for an undo is its own too.
    Call callOfStep(String step, Map<String, Object> with, Map<String, String> rests) {
        Call c = call(with, rests);
        return new Call(
                c.scope(),
                c.rollback(),
                step,
                "backend",
                c.with(),
                c.allowed(),
                c.rests(),
                c.secrets(),
                c.outputs());
    }

    Preview plan(String action, Map<String, Object> with) {
        return action(action).plan(call(with));
    }

    /// Planned without obstacles, and what the effect then rests on.
    Call planned(String action, Map<String, Object> with) {
        Preview preview = plan(action, with);
        assertThat(preview.obstacles()).isEmpty();
        return callOfStep("step-" + UUID.randomUUID(), with, preview.rests());
    }

    Finding.Done done(Finding finding) {
        assertThat(finding).isInstanceOf(Finding.Done.class);
        return (Finding.Done) finding;
    }

    /// Plans and does.
    Finding.Done does(String action, Effect effect, Map<String, Object> with) {
        return done(action(action).apply(planned(action, with), effect));
    }

    Finding.Done undoes(String action, Effect effect, Call call) {
        return done(((UndoableAction) action(action)).undo(call, effect));
    }

    static Effect effect(String name) {
        return Calls.effect(name + UUID.randomUUID(), Duration.ofSeconds(25));
    }

    @Override
    public void close() throws Wrong {
        admin.cluster()
                .text(
                        new Cluster.Ask(
                                "DELETE",
                                "/api/v1/namespaces/" + namespace,
                                Map.of(),
                                "application/json",
                                "{}"),
                        Duration.ofSeconds(10));
        clusters.close();
        adminClusters.close();
    }
}
