package dev.holdfast.ship;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The chart, as Helm's own code reads it.
final class Chart {
    static final Path FOLDER = Path.of("..", "helm", "holdfast").toAbsolutePath().normalize();

    private Chart() {}

    static Helm helm() {
        return new Helm(FOLDER);
    }

    /// With what has no default.
    static TemplateCommand least() {
        return helm().template()
                .withName("holdfast")
                .withNamespace("watch")
                // Not what a cluster that KUBECONFIG names has.
                .withKubeVersion("1.30.0")
                .set("image.prefix", "registry.example/holdfast")
                .set("kafka.bootstrap", "kafka-1:9092,kafka-2:9094")
                .set("postgres.host", "postgres.example");
    }

    static List<JsonNode> everything() throws IOException {
        return Yaml.all(
                least().set("kafka.clientSecret", "holdfast-kafka")
                        .set("oidc.issuer", "https://id.example")
                        .set("rbac.namespaces[0]", "default")
                        .set("rbac.gitops", "true")
                        .set("rbac.exec", "true")
                        .set("image.pullSecrets[0].name", "registry")
                        .set("services.detector.storage.className", "fast")
                        .set("services.executor.env.HOLDFAST_PROGRAMS", "/usr/bin/pm2")
                        .set("networkPolicy.from[0].namespaceSelector.matchLabels.name", "people")
                        .set("monitoring.serviceMonitor.enabled", "true")
                        .set("monitoring.rules.enabled", "true")
                        .set("monitoring.rules.runbooks", "https://docs.example/runbooks-own.md")
                        .set("strimzi.enabled", "true")
                        .call());
    }
}
