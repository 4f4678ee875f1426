package dev.holdfast.executor.io.kubernetes;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.executor.whole.specimen.Subject;

import java.nio.file.Path;

/// What acts on a cluster. The API server counts changes of a specification as generations.
public final class KubernetesSpecimens {
    private KubernetesSpecimens() {}

    public static Subject image(Path folder) throws Exception {
        return deployment(
                folder,
                "kubernetes.image",
                "workload: deployment/web, images: {web: \"shop:1.4.1\"}");
    }

    public static Subject restart(Path folder) throws Exception {
        return deployment(folder, "kubernetes.restart", "workload: deployment/web");
    }

    public static Subject scale(Path folder) throws Exception {
        return deployment(folder, "kubernetes.scale", "workload: deployment/web, replicas: 3");
    }

    public static Subject undo(Path folder) throws Exception {
        Lab lab = Lab.open(folder);
        lab.running("deployment/web", "shop:1.4.1", 1);
        lab.deploy("deployment/web", "shop:1.5.0");
        lab.settled("deployment/web");
        return counted(lab, "kubernetes.undo", "workload: deployment/web, to: previous-images");
    }

    public static Subject patch(Path folder) throws Exception {
        return deployment(
                folder,
                "kubernetes.patch",
                "object: deployment/web, type: merge, patch: '{\"spec\":{\"minReadySeconds\":1}}'");
    }

    public static Subject job(Path folder) throws Exception {
        Lab lab = Lab.open(folder);
        lab.running("deployment/web", "shop:1.5.0", 1);
        return subject(
                lab,
                "kubernetes.job",
                "workload: deployment/web, command: [migrate, down]",
                () -> lab.admin.list(new Kind("batch", "v1", "jobs", "job"), "").size());
    }

    private static Subject deployment(Path folder, String action, String more) throws Exception {
        Lab lab = Lab.open(folder);
        lab.running("deployment/web", "shop:1.5.0", 1);
        return counted(lab, action, more);
    }

    private static Subject counted(Lab lab, String action, String more) throws Exception {
        int before = generation(lab);
        return subject(lab, action, more, () -> generation(lab) - before);
    }

    private static int generation(Lab lab) throws Exception {
        return lab.get("deployment/web").at("/metadata/generation").asInt();
    }

    private static Subject subject(Lab lab, String action, String more, Subject.Counting effects) {
        String access =
                "namespace: %s, kubeconfig: %s, "
                        .formatted(lab.namespace, Json.text(lab.kubeconfig()));
        return Subject.of(action, "{" + access + more + "}", effects).hosts(lab.host()).ending(lab);
    }
}
