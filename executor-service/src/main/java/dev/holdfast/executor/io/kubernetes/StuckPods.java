package dev.holdfast.executor.io.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A StatefulSet whose new pod never became ready waits for it even after an undo ("forced rollback"
/// in the documentation of Kubernetes): such pods of other revisions are deleted, so that they come
/// back from the right one.
final class StuckPods {
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private StuckPods() {}

    /// Says what was deleted; empty for nothing.
    static String free(Api api, Workload changed, Duration limit) throws Wrong {
        if (!changed.ref().kind().equals(Kind.STATEFUL_SET)) {
            return "";
        }
        long end = System.nanoTime() + Math.min(limit.toNanos() / 2, LONGEST.toNanos());
        Workload now = Workload.read(api, changed.ref());
        while (!observed(now) && System.nanoTime() < end) {
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return "";
            }
            now = Workload.read(api, changed.ref());
        }
        if (!observed(now)) {
            return "the controller has not looked yet, so no stuck pod was deleted";
        }
        List<String> deleted = delete(api, now);
        return deleted.isEmpty() ? "" : "deleted stuck " + String.join(", ", deleted);
    }

    private static boolean observed(Workload w) {
        return w.object().at("/status/observedGeneration").asLong()
                >= w.object().at("/metadata/generation").asLong();
    }

    private static List<String> delete(Api api, Workload now) throws Wrong {
        String wanted = now.object().at("/status/updateRevision").asText();
        List<String> deleted = new ArrayList<>();
        for (ObjectNode pod : api.list(Kind.POD, now.selector())) {
            String revision =
                    pod.path("metadata").path("labels").path("controller-revision-hash").asText();
            if (!revision.equals(wanted) && !Pods.ready(pod)) {
                Ref ref = Ref.named(Kind.POD, api.namespace(), pod.at("/metadata/name").asText());
                api.delete(ref, pod, Api.Run.REAL);
                deleted.add(ref.name());
            }
        }
        return deleted;
    }
}
