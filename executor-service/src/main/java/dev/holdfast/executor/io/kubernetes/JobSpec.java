package dev.holdfast.executor.io.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.flow.Call;

import java.util.List;

/// The Job that runs one command in the place of a workload's container. Its pods carry none of the
/// workload's labels, so no Service sends them requests; it is tried once and kept for a day.
final class JobSpec {
    static final String ATTEMPT = "holdfast.dev/attempt";

    /// The workload that it stands in for.
    static final String OF = "holdfast.dev/of";

    private static final int KEPT = 86_400;

    private JobSpec() {}

    static ObjectNode of(Call call, Effect effect, Workload w, String name, String image)
            throws Wrong {
        ObjectNode job = Json.mapper().createObjectNode();
        job.put("apiVersion", "batch/v1").put("kind", "Job");
        ObjectNode metadata = job.putObject("metadata").put("name", name);
        metadata.putObject("annotations").put(ATTEMPT, Integer.toString(effect.attempt()));
        metadata.putObject("labels").put(OF, brief(w.ref().name()));
        new Stamp(call, effect).put(job);
        ObjectNode spec = job.putObject("spec");
        spec.put("backoffLimit", 0).put("ttlSecondsAfterFinished", KEPT);
        spec.put("activeDeadlineSeconds", Math.max(1, effect.timeout().toSeconds()));
        ObjectNode template = spec.putObject("template");
        template.putObject("metadata").putObject("labels").put("holdfast.dev/job", name);
        template.set("spec", pod(call, w, image));
        return job;
    }

    /// A label holds at most 63 characters.
    private static String brief(String name) {
        return name.length() <= 63 ? name : Fingerprint.of(name);
    }

    private static ObjectNode pod(Call call, Workload w, String image) throws Wrong {
        if (!(w.template().path("spec").deepCopy() instanceof ObjectNode pod)
                || !(JobRun.container(call, w).deepCopy() instanceof ObjectNode container)) {
            throw Wrong.given("%s has no pod template".formatted(w.ref()));
        }
        container.remove(
                List.of(
                        "args",
                        "ports",
                        "livenessProbe",
                        "readinessProbe",
                        "startupProbe",
                        "lifecycle"));
        container.put("image", image);
        container.set("command", JobRun.array(call.texts("command")));
        call.table("env")
                .forEach((k, v) ->
                        container.withArray("env").addObject().put("name", k).put("value", v));
        pod.remove("initContainers");
        pod.put("restartPolicy", "Never");
        pod.putArray("containers").add(container);
        return pod;
    }
}
