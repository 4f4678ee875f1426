package dev.holdfast.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;

import dev.holdfast.local.Service;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What the chart makes of its values.
class ChartTest {
    @TempDir private Path folder;

    @Test
    void helm_finds_nothing_to_complain_of() throws Exception {
        Path copy = folder.resolve("holdfast");
        try (Stream<Path> files = Files.walk(Chart.FOLDER)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(Chart.FOLDER.relativize(file).toString()));
            }
        }
        // Lint has no way to be told what has no default.
        Path values = copy.resolve("values.yaml");
        Files.writeString(
                values,
                Files.readString(values)
                        .replace("prefix: \"\"", "prefix: registry.example/holdfast")
                        .replace("bootstrap: \"\"", "bootstrap: kafka:9092")
                        .replace("host: \"\"", "host: postgres"));
        var lint = new Helm(copy).lint().strict().call();
        assertThat(lint.isFailed()).as(lint.getMessages().toString()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "services.detector.replicas, many, /services/detector/replicas",
        "services.detector.replicas, 9, /services/detector/replicas",
        "services.detector.storage.size, 5 gigabytes, /storage/size",
        "services.detektor.replicas, 1, detektor",
        "kafka.bootstrap, kafka, /kafka/bootstrap",
        "postgres.port, 70000, /postgres/port",
        "rbac.namespaces[0], Shop, /rbac/namespaces/0",
        "logLevel, LOUD, /logLevel",
        "strimzi.authentication, none, /strimzi/authentication",
        "networkPolicies.enabled, true, networkPolicies"
    })
    void a_wrong_value_is_refused_by_its_schema(String name, String value, String place) {
        assertThatThrownBy(() -> Chart.least().set(name, value).call())
                .hasMessageContaining("schema")
                .hasMessageContaining(place);
    }

    @Test
    void what_has_no_default_must_be_said() {
        assertThatThrownBy(() -> Chart.helm().template().withName("holdfast").call())
                .hasMessageContaining("bootstrap")
                .hasMessageContaining("prefix");
    }

    @Test
    void every_service_is_probed_unprivileged_and_guarded() throws Exception {
        List<JsonNode> all = Yaml.all(Chart.least().call());
        assertThat(Yaml.of(all, "StatefulSet")).hasSize(Service.values().length);
        for (Service service : Service.values()) {
            String name = "holdfast-" + service.shortName();
            JsonNode pod = Yaml.named(all, "StatefulSet", name).at("/spec/template/spec");
            JsonNode container = pod.at("/containers/0");
            assertThat(container.path("image").asText())
                    .isEqualTo("registry.example/holdfast/%s:0.1.0", service.module());
            assertThat(container.at("/ports/0/containerPort").asInt()).isEqualTo(service.port());
            assertThat(container.at("/livenessProbe/httpGet/path").asText())
                    .isEqualTo("/health/liveness");
            assertThat(container.at("/readinessProbe/httpGet/path").asText())
                    .isEqualTo("/health/readiness");
            assertThat(container.has("startupProbe")).isTrue();
            assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
            JsonNode rights = container.path("securityContext");
            assertThat(rights.path("readOnlyRootFilesystem").asBoolean()).isTrue();
            assertThat(rights.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
            assertThat(rights.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.path("enableServiceLinks").asBoolean(true)).isFalse();
            // Nobody but the executor has the cluster's token.
            assertThat(pod.path("automountServiceAccountToken").asBoolean())
                    .isEqualTo(service == Service.EXECUTOR);
            assertThat(pod.path("serviceAccountName").asText()).isEqualTo(name);
            assertThat(Yaml.named(all, "ServiceAccount", name).isMissingNode()).isFalse();
            for (String kind : List.of("Service", "PodDisruptionBudget", "NetworkPolicy")) {
                assertThat(Yaml.named(all, kind, name).isObject()).as(kind + name).isTrue();
            }
        }
        assertThat(all.toString()).doesNotContain("Role\"").doesNotContain("ServiceMonitor");
    }

    @Test
    void no_secret_is_in_a_value_and_each_sees_only_its_own_way_in() throws Exception {
        for (JsonNode set : Yaml.of(Chart.everything(), "StatefulSet")) {
            JsonNode pod = set.at("/spec/template/spec");
            for (JsonNode variable : pod.at("/containers/0/env")) {
                assertThat(variable.path("name").asText()).doesNotMatch(".*(PASSWORD|SECRET)");
            }
            String service = pod.at("/containers/0/name").asText();
            String files = pod.path("volumes").toString();
            assertThat(files.split("\\.properties\",\"path", -1)).hasSize(2);
            assertThat(files).contains(service.equals("detector") ? "trigger-" : service + "-");
            assertThat(files.contains("service-token")).isEqualTo(service.equals("verifier"));
            assertThat(files.contains("holdfast-postgres")).isEqualTo(!service.equals("detector"));
        }
    }

    @Test
    void a_packs_secrets_reach_the_one_service_that_uses_them_and_stand_in_no_value()
            throws Exception {
        List<JsonNode> all =
                Yaml.all(
                        Chart.least()
                                .set("services.executor.secretEnv.SHOP_DB_PASSWORD.name", "shop")
                                .set("services.executor.secretEnv.SHOP_DB_PASSWORD.key", "db")
                                .set("services.executor.secretFiles[0].secret", "shop-cluster")
                                .set("services.executor.secretFiles[0].mountPath", "/etc/shop")
                                .call());
        JsonNode pod =
                Yaml.named(all, "StatefulSet", "holdfast-executor").at("/spec/template/spec");
        assertThat(pod.at("/containers/0/env").toString())
                .contains(
                        "{\"name\":\"SHOP_DB_PASSWORD\",\"valueFrom\":{\"secretKeyRef\":"
                                + "{\"name\":\"shop\",\"key\":\"db\"}}}");
        assertThat(pod.at("/containers/0/volumeMounts").toString())
                .contains("{\"name\":\"secret-0\",\"mountPath\":\"/etc/shop\",\"readOnly\":true}");
        assertThat(pod.path("volumes").toString())
                .contains("{\"name\":\"secret-0\",\"secret\":{\"secretName\":\"shop-cluster\"}}");
        for (JsonNode set : Yaml.of(all, "StatefulSet")) {
            assertThat(set.toString().contains("shop"))
                    .isEqualTo(set.at("/metadata/name").asText().equals("holdfast-executor"));
        }
    }

    @Test
    void the_detector_may_look_at_workloads_where_somebody_says_so() throws Exception {
        List<JsonNode> all =
                Yaml.all(
                        Chart.least()
                                .set("rbac.namespaces[0]", "shop")
                                .set("rbac.watch", "true")
                                .call());
        JsonNode pod =
                Yaml.named(all, "StatefulSet", "holdfast-detector").at("/spec/template/spec");
        assertThat(pod.path("automountServiceAccountToken").asBoolean()).isTrue();
        JsonNode shipped =
                Yaml.all(Shipped.read(Path.of("kubernetes", "detector-role.yaml"))).getFirst();
        assertThat(Yaml.named(all, "Role", "holdfast-detector").path("rules"))
                .isEqualTo(shipped.path("rules"));
        assertThat(Yaml.named(all, "RoleBinding", "holdfast-detector").path("subjects"))
                .hasToString(
                        "[{\"kind\":\"ServiceAccount\",\"name\":\"holdfast-detector\",\"namespace\":\"watch\"}]");
    }

    @Test
    void the_one_that_gives_orders_reaches_broker_database_and_its_own_house_alone()
            throws Exception {
        List<JsonNode> all = Yaml.all(Chart.least().call());
        for (JsonNode policy : Yaml.of(all, "NetworkPolicy")) {
            String name = policy.at("/metadata/name").asText();
            assertThat(policy.at("/spec/policyTypes").toString().contains("Egress"))
                    .as(name)
                    .isEqualTo(name.equals("holdfast-decision"));
        }
        Set<Integer> ports = new HashSet<>();
        Yaml.named(all, "NetworkPolicy", "holdfast-decision")
                .at("/spec/egress/1/ports")
                .forEach(p -> ports.add(p.path("port").asInt()));
        assertThat(ports).containsExactlyInAnyOrder(53, 5432, 9092, 9094);
    }

    @Test
    void the_executor_has_the_shipped_rights_in_each_named_namespace_and_nobody_else_any()
            throws Exception {
        List<JsonNode> all = Chart.everything();
        for (String role : List.of("executor", "executor-gitops", "executor-exec")) {
            List<JsonNode> shipped =
                    Yaml.all(Shipped.read(Path.of("kubernetes", role + "-role.yaml")));
            JsonNode made = Yaml.named(all, "Role", "holdfast-" + role);
            assertThat(made.path("rules")).isEqualTo(shipped.getFirst().path("rules"));
            assertThat(made.at("/metadata/namespace").asText()).isEqualTo("default");
            JsonNode binding = Yaml.named(all, "RoleBinding", "holdfast-" + role);
            assertThat(binding.at("/roleRef/name").asText()).isEqualTo("holdfast-" + role);
            assertThat(binding.path("subjects"))
                    .hasToString(
                            "[{\"kind\":\"ServiceAccount\",\"name\":\"holdfast-executor\",\"namespace\":\"watch\"}]");
        }
        assertThat(Yaml.of(all, "Role")).hasSize(3);
        assertThat(Yaml.of(all, "ClusterRole")).isEmpty();
        assertThat(Yaml.of(all, "ClusterRoleBinding")).isEmpty();
    }

    @Test
    void the_alerts_are_those_that_are_shipped_with_their_runbooks_where_one_says()
            throws Exception {
        JsonNode rule = Yaml.named(Chart.everything(), "PrometheusRule", "holdfast");
        String shipped = Shipped.read(Path.of("grafana", "holdfast.rules.yml"));
        assertThat(rule.at("/spec/groups"))
                .isEqualTo(
                        Yaml.one(
                                        shipped.replace(
                                                "docs/runbooks-own.md",
                                                "https://docs.example/runbooks-own.md"))
                                .path("groups"));
    }
}
