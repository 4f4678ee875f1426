package dev.holdfast.shop.cluster;

import dev.holdfast.local.LocalException;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// One namespace of a real API server with one Deployment in it.
///
/// @param kubeconfig its text, which the lab gives to Holdfast as a secret
/// @param image without its tag
record Cluster(
        KubernetesClient client, String kubeconfig, String namespace, String name, String image)
        implements AutoCloseable {
    private static final int REPLICAS = 2;

    private static final String OWN = "HOLDFAST_LAB_KUBECONFIG";

    /// The cluster that HOLDFAST_LAB_KUBECONFIG names, or KUBECONFIG where its API server is on this
    /// machine: whoever has production's in their shell never gets a lab there. Throws when there is
    /// none, with what is missing.
    static Cluster connect(String lab, String namespace, String name, String image)
            throws IOException {
        String own = System.getenv(OWN);
        String path = own == null ? System.getenv("KUBECONFIG") : own;
        if (path == null || !Files.isReadable(Path.of(path))) {
            throw new LocalException(
                    "%s needs a Kubernetes API server, and neither %s nor KUBECONFIG names one"
                            .formatted(lab, OWN));
        }
        String kubeconfig = Files.readString(Path.of(path));
        Config config = Config.fromKubeconfig(kubeconfig);
        String host = String.valueOf(URI.create(config.getMasterUrl()).getHost());
        if (own == null && !isHere(host)) {
            throw new LocalException(
                    "%s needs a Kubernetes API server of its own: KUBECONFIG names %s, which is not this machine; name it in %s if it is meant"
                            .formatted(lab, host, OWN));
        }
        KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
        return new Cluster(client, kubeconfig, namespace, name, image);
    }

    static boolean isHere(String host) {
        return host.equals("localhost")
                || host.equals("[::1]")
                || host.matches("127(\\.\\d{1,3}){3}");
    }

    /// The last word of the image's name.
    private String container() {
        return image.substring(image.lastIndexOf('/') + 1);
    }

    /// `host:port` of the API server.
    String address() {
        return URI.create(client.getConfiguration().getMasterUrl()).getAuthority();
    }

    /// What the team applies to show customers that it is at work.
    String maintenance() {
        return """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: maintenance-mode, namespace: %s}
        data: {maintenance: "true"}
        """
                .formatted(namespace);
    }

    /// Makes namespace and Deployment, with its first release.
    void begin(String version) throws IOException {
        try {
            client.namespaces()
                    .resource(
                            new NamespaceBuilder()
                                    .withNewMetadata()
                                    .withName(namespace)
                                    .endMetadata()
                                    .build())
                    .create();
            var labels = Map.of("app", name);
            client.apps()
                    .deployments()
                    .inNamespace(namespace)
                    .resource(
                            new DeploymentBuilder()
                                    .withNewMetadata()
                                    .withName(name)
                                    .endMetadata()
                                    .withNewSpec()
                                    .withReplicas(REPLICAS)
                                    .withNewSelector()
                                    .withMatchLabels(labels)
                                    .endSelector()
                                    .withNewTemplate()
                                    .withNewMetadata()
                                    .withLabels(labels)
                                    .endMetadata()
                                    .withNewSpec()
                                    .addNewContainer()
                                    .withName(container())
                                    .withImage(image + ":" + version)
                                    .endContainer()
                                    .endSpec()
                                    .endTemplate()
                                    .endSpec()
                                    .build())
                    .create();
        } catch (KubernetesClientException e) {
            throw new IOException("the API server refuses the lab: " + e.getMessage(), e);
        }
    }

    /// Rolls out another image, as the team's pipeline does.
    ///
    /// @param tag `crash` for pods that never become ready
    /// @param strategy RollingUpdate, or Recreate, where the old pods go first
    void roll(String tag, String strategy) throws IOException {
        try {
            var _ =
                    client.apps()
                            .deployments()
                            .inNamespace(namespace)
                            .withName(name)
                            .edit(d ->
                                    new DeploymentBuilder(d)
                                            .editSpec()
                                            .withNewStrategy()
                                            .withType(strategy)
                                            .endStrategy()
                                            .editTemplate()
                                            .editSpec()
                                            .editFirstContainer()
                                            .withImage(image + ":" + tag)
                                            .endContainer()
                                            .endSpec()
                                            .endTemplate()
                                            .endSpec()
                                            .build());
        } catch (KubernetesClientException e) {
            throw new IOException("the API server refuses the release: " + e.getMessage(), e);
        }
    }

    /// How many pods are ready, by the tag that they run.
    Map<String, Integer> ready() {
        List<Pod> pods =
                client.pods().inNamespace(namespace).withLabel("app", name).list().getItems();
        var ready = new TreeMap<String, Integer>();
        for (Pod pod : pods) {
            boolean is =
                    pod.getMetadata().getDeletionTimestamp() == null
                            && pod.getStatus().getConditions().stream()
                                    .anyMatch(c ->
                                            c.getType().equals("Ready")
                                                    && c.getStatus().equals("True"));
            if (is) {
                String runs = pod.getSpec().getContainers().getFirst().getImage();
                ready.merge(runs.substring(runs.lastIndexOf(':') + 1), 1, Integer::sum);
            }
        }
        return ready;
    }

    @Override
    public void close() {
        try {
            var _ = client.namespaces().withName(namespace).delete();
        } catch (KubernetesClientException e) {
            System.err.println("namespace %s stays: %s".formatted(namespace, e.getMessage()));
        }
        client.close();
    }
}
