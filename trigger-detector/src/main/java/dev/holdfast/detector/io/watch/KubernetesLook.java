package dev.holdfast.detector.io.watch;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.pack.ImageWatch;
import dev.holdfast.backbone.pack.PackManifest.SecretReference;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Optional;

/// Reads one Deployment, StatefulSet or DaemonSet: nothing else, so the right to get it is enough.
final class KubernetesLook implements Look {
    private final Clusters clusters;
    private final ImageWatch.Kubernetes place;
    private final Clusters.Account account;

    KubernetesLook(
            Clusters clusters, ImageWatch.Kubernetes place, @Nullable SecretReference kubeconfig) {
        this.clusters = clusters;
        this.place = place;
        this.account = new Clusters.Account(kubeconfig, place.context());
    }

    @Override
    public Optional<Seen> look(long at) throws IOException, InterruptedException {
        Access access = Access.of(account.kubeconfig(), account.context());
        String[] kind = place.workload().split("/", 2);
        String path =
                "/apis/apps/v1/namespaces/%s/%ss/%s".formatted(place.namespace(), kind[0], kind[1]);
        try {
            JsonNode object = Json.read(clusters.get(account, access, path), JsonNode.class);
            return Optional.of(Rollout.of(object, place.container()));
        } catch (Json.Unreadable e) {
            throw new IOException("%s answers no JSON".formatted(access.server()), e);
        }
    }
}
