package dev.holdfast.executor.io.kubernetes;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The kinds of Argo CD and Flux, with any content, so that a plain API server knows them.
final class Crds {
    private record Crd(String group, String version, String kind, String plural) {}

    private static final List<Crd> ALL =
            List.of(
                    new Crd("argoproj.io", "v1alpha1", "Application", "applications"),
                    new Crd("kustomize.toolkit.fluxcd.io", "v1", "Kustomization", "kustomizations"),
                    new Crd("helm.toolkit.fluxcd.io", "v2", "HelmRelease", "helmreleases"));

    private Crds() {}

    static void install(Lab lab) throws Wrong {
        for (Crd crd : ALL) {
            ObjectNode definition =
                    Manifests.one(
                            """
                            apiVersion: apiextensions.k8s.io/v1
                            kind: CustomResourceDefinition
                            metadata: {name: %4$s.%1$s}
                            spec:
                              group: %1$s
                              scope: Namespaced
                              names: {kind: %3$s, plural: %4$s, singular: %5$s}
                              versions:
                                - name: %2$s
                                  served: true
                                  storage: true
                                  schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                            """
                                    .formatted(
                                            crd.group(),
                                            crd.version(),
                                            crd.kind(),
                                            crd.plural(),
                                            crd.kind().toLowerCase(java.util.Locale.ROOT)),
                            "definition");
            install(lab, definition);
            await().atMost(Duration.ofSeconds(20))
                    .ignoreExceptionsInstanceOf(Wrong.class)
                    .until(
                            () ->
                                    lab.admin
                                            .kind(crd.group() + "/" + crd.version(), crd.kind())
                                            .plural(),
                            crd.plural()::equals);
        }
    }

    private static void install(Lab lab, ObjectNode definition) throws Wrong {
        try {
            lab.admin
                    .cluster()
                    .send(
                            new Cluster.Ask(
                                    "POST",
                                    "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
                                    Map.of(),
                                    "application/json",
                                    definition.toString()),
                            Duration.ofSeconds(10));
        } catch (Wrong e) {
            if (!e.conflict()) { // an earlier run has left it
                throw e;
            }
        }
    }
}
