package dev.holdfast.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A real API server takes what the chart makes, and knows every field of it. Nothing is kept: the
/// server runs it dry. What an operator brings (ServiceMonitor, KafkaTopic, …) it does not know.
class ChartOnServerTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void the_server_takes_every_object_and_knows_every_field() throws Exception {
        String file = System.getenv("KUBECONFIG");
        assumeTrue(
                file != null && Files.isReadable(Path.of(file)),
                "KUBECONFIG names no readable file: no API server to test on");
        try (KubernetesClient client =
                new KubernetesClientBuilder()
                        .withConfig(Config.fromKubeconfig(Files.readString(Path.of(file))))
                        .build()) {
            OpenApi schemas = new OpenApi(JSON.readTree(client.raw("/openapi/v2")));
            List<String> taken = new ArrayList<>();
            for (JsonNode object : Chart.everything()) {
                if (object.path("apiVersion").asText().matches("(monitoring|kafka)\\..*")) {
                    continue;
                }
                JsonNode known = asKnown(object, schemas);
                assertThat(schemas.unknown(known))
                        .as(known.path("kind") + " " + known.at("/metadata/name"))
                        .isEmpty();
                taken.add(
                        client.resource(JSON.writeValueAsString(known))
                                .inNamespace("default")
                                .dryRun()
                                .create()
                                .getKind());
            }
            assertThat(taken)
                    .contains(
                            "StatefulSet",
                            "Service",
                            "ServiceAccount",
                            "NetworkPolicy",
                            "PodDisruptionBudget",
                            "Role",
                            "RoleBinding");
        }
    }

    /// An API server of before 1.21 knows the budget as a beta of the same fields.
    private static JsonNode asKnown(JsonNode object, OpenApi schemas) {
        ObjectNode copy = object.deepCopy();
        ((ObjectNode) copy.path("metadata")).put("namespace", "default");
        if (copy.path("apiVersion").asText().equals("policy/v1") && !schemas.knows(copy)) {
            copy.put("apiVersion", "policy/v1beta1");
        }
        return copy;
    }
}
