package dev.holdfast.detector.io.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/// On the real API server and controllers that KUBECONFIG names, as a service account with no more
/// than the shipped Role; what runs the pods may be played.
class KubernetesWatchTest {
    private static final Path ROLE = Path.of("../deploy/kubernetes/detector-role.yaml");

    private final String namespace = "watch-" + UUID.randomUUID().toString().substring(0, 8);
    private KubernetesClient admin;
    @TempDir private Path home;

    @BeforeEach
    void furnish() throws Exception {
        String file = System.getenv("KUBECONFIG");
        Assumptions.assumeTrue(
                file != null && Files.isReadable(Path.of(file)),
                "KUBECONFIG names no readable file: no API server to test on");
        String config = Files.readString(Path.of(file));
        admin = new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(config)).build();
        admin.namespaces()
                .resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(namespace)
                                .endMetadata()
                                .build())
                .create();
        create("apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: holdfast-detector}");
        create(Files.readString(ROLE).replace("namespace: holdfast", "namespace: " + namespace));
        Files.writeString(home.resolve("kubeconfig"), limited(config));
    }

    @AfterEach
    void clear() {
        if (admin != null) {
            admin.namespaces().withName(namespace).delete();
            admin.close();
        }
    }

    private void create(String yaml) {
        admin.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .inNamespace(namespace)
                .create();
    }

    /// The administrator's kubeconfig with the token of the account that only watches.
    private String limited(String config) {
        Secret token =
                await().atMost(Duration.ofSeconds(30))
                        .until(
                                () ->
                                        admin
                                                .secrets()
                                                .inNamespace(namespace)
                                                .list()
                                                .getItems()
                                                .stream()
                                                .filter(s ->
                                                        s.getMetadata()
                                                                .getName()
                                                                .startsWith("holdfast-detector"))
                                                .filter(s -> s.getData() != null)
                                                .toList(),
                                found -> !found.isEmpty())
                        .getFirst();
        String plain =
                new String(
                        Base64.getDecoder().decode(token.getData().get("token")),
                        StandardCharsets.UTF_8);
        return config.replaceAll("(?m)^(\\s*(- )?token:).*$", "$1 " + plain);
    }

    private void workload(String kind, String more) {
        create(
                """
                apiVersion: apps/v1
                kind: %s
                metadata: {name: web}
                spec: {%s selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}},
                  spec: {containers: [{name: sidecar, image: "proxy:1"}, {name: web, image: "shop/web:1.4.1"}]}}}
                """
                        .formatted(kind, more));
    }

    /// Whatever the controllers write meanwhile.
    private void image(String tag) {
        admin.apps()
                .deployments()
                .inNamespace(namespace)
                .withName("web")
                .patch(
                        PatchContext.of(PatchType.STRATEGIC_MERGE),
                        """
                        {"spec": {"template": {"spec": {"containers": [{"name": "web", "image": "shop/web:%s"}]}}}}
                        """
                                .formatted(tag));
    }

    private Ear ear(String workload) {
        return new Ear(
                """
                system: shop
                secrets: {cluster: "file:%s"}
                environments:
                  production:
                    components: [backend]
                    watch:
                      - component: backend
                        kubernetes: {namespace: %s, workload: %s, container: web, kubeconfig: cluster}
                        every: 500ms
                """
                        .formatted(home.resolve("kubeconfig"), namespace, workload));
    }

    private static void becomes(Ear ear, String... told) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(ear.told()).endsWith(told));
    }

    @Test
    void a_changed_image_is_a_deployment_told_once_whoever_watches_and_whenever() throws Exception {
        workload("Deployment", "replicas: 2, progressDeadlineSeconds: 5,");
        try (Ear ear = ear("deployment/web")) {
            ear.watches();
            becomes(ear, "image.seen 1.4.1");
            ear.watches();
            image("1.5.0");
            becomes(ear, "deployment.finished 1.5.0");
            assertThat(ear.told())
                    .isSubsetOf(
                            "image.seen 1.4.1",
                            "deployment.started 1.5.0",
                            "deployment.finished 1.5.0")
                    .doesNotHaveDuplicates();
            ear.rests();
            image("1.6.0");
            ear.watches();
            becomes(ear, "deployment.finished 1.6.0");
            image("broken");
            becomes(ear, "deployment.started broken", "deployment.failed broken");
            image("1.6.0");
            becomes(ear, "deployment.finished 1.6.0");
            assertThat(ear.told()).filteredOn("deployment.finished 1.6.0"::equals).hasSize(2);
            assertThat(ear.up()).isOne();
        }
    }

    @Test
    void sets_are_watched_too_and_what_the_role_does_not_allow_is_not_seen() throws Exception {
        workload("StatefulSet", "serviceName: web,");
        workload("DaemonSet", "");
        for (String workload : List.of("statefulset/web", "daemonset/web")) {
            try (Ear ear = ear(workload)) {
                ear.watches();
                becomes(ear, "image.seen 1.4.1");
            }
        }
        admin.rbac().roleBindings().inNamespace(namespace).withName("holdfast-detector").delete();
        try (Ear ear = ear("statefulset/web")) {
            ear.watches();
            await().atMost(Duration.ofSeconds(30)).until(() -> ear.up() == 0);
            assertThat(ear.told()).isEmpty();
        }
    }
}
