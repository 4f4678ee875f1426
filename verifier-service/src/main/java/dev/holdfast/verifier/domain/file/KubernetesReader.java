package dev.holdfast.verifier.domain.file;

import com.google.re2j.Pattern;

import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.verifier.domain.check.Check;
import dev.holdfast.verifier.domain.check.KubernetesCheck;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads `clusters:` of `checks.yml` and `kubernetes:` checks.
final class KubernetesReader {
    private static final List<String> KINDS = List.of("deployment", "statefulset", "daemonset");
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    private KubernetesReader() {}

    static Map<String, KubernetesCheck.Cluster> read(YamlMap m, Known known) {
        Map<String, KubernetesCheck.Cluster> out = new LinkedHashMap<>();
        m.entries()
                .forEach((name, v) -> {
                    known.name(m.key(name), name);
                    YamlMap c = v.map().only("kubeconfig", "context", "description");
                    out.put(
                            name,
                            new KubernetesCheck.Cluster(
                                    name,
                                    known.secretOrNull(c, "kubeconfig"),
                                    c.textOrNull("context")));
                });
        return out;
    }

    static Optional<Check> check(YamlMap m, Known known) {
        m.only(
                "cluster",
                "namespace",
                "workload",
                "replicas",
                "image",
                "no-restart-for",
                "service",
                "events-without",
                "events-since");
        Map<String, String> images = new LinkedHashMap<>();
        m.optional("image")
                .ifPresent(v -> {
                    if (v.isMap()) {
                        v.map().entries().forEach((c, i) -> images.put(c, known.template(i)));
                    } else {
                        images.put("*", known.template(v));
                    }
                });
        Pattern without = m.optional("events-without").map(BoundReader::pattern).orElse(null);
        KubernetesCheck.Wanted wanted =
                new KubernetesCheck.Wanted(
                        m.has("replicas") ? (int) m.whole("replicas", 0, 100_000, 1) : null,
                        images,
                        CheckReader.duration(m, "no-restart-for"),
                        known.templateOrNull(m, "service"),
                        without,
                        m.duration("events-since", TEN_MINUTES));
        return workload(m, known).map(w -> new KubernetesCheck(w, wanted));
    }

    /// `deployment/shop`, of a cluster and a namespace.
    static Optional<KubernetesCheck.Workload> workload(YamlMap m, Known known) {
        KubernetesCheck.Cluster cluster = known.clusters().find(m.required("cluster"));
        String namespace = known.template(m.required("namespace"));
        YamlValue written = m.required("workload");
        String[] parts = known.template(written).split("/", 2);
        if (parts.length != 2 || !KINDS.contains(parts[0])) {
            written.problem(
                    "expected a kind of %s and a name, such as deployment/shop".formatted(KINDS));
            return Optional.empty();
        }
        return cluster == null
                ? Optional.empty()
                : Optional.of(new KubernetesCheck.Workload(cluster, namespace, parts[0], parts[1]));
    }
}
