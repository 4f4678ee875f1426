package dev.holdfast.executor.io.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Call;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `kubernetes.wait`: waits until a rollout is complete, and that the containers then run the images
/// that are named. It fails at once when the controller has given up. Changes nothing.
public final class RolloutWait extends ClusterAction {
    private static final Duration PAUSE = Duration.ofMillis(300);

    public RolloutWait(Clusters clusters) {
        super(
                clusters,
                "kubernetes.wait",
                ArgumentForm.needs("workload", ArgumentType.TEXT),
                ArgumentForm.takes("images", ArgumentType.TABLE),
                ArgumentForm.takes("at-least", ArgumentType.WHOLE));
    }

    @Override
    Preview look(Call call, Api api) throws Wrong {
        Ref ref = Workload.ref(api, call);
        String now =
                switch (Rollout.of(Workload.read(api, ref))) {
                    case Rollout.Complete(String told) -> told;
                    case Rollout.Underway(String told) -> told;
                    case Rollout.Stuck(String told) -> told;
                };
        return Preview.of(
                "wait until the rollout of %s is complete (now: %s)".formatted(ref, now),
                Repeat.IDEMPOTENT,
                Duration.ofSeconds(30));
    }

    @Override
    Finding act(Call call, Effect effect, Api api) throws Wrong {
        Ref ref = Workload.ref(api, call);
        long end = System.nanoTime() + effect.timeout().toNanos();
        Optional<Finding> finding = judged(call, api, ref, false);
        while (finding.isEmpty() && end - System.nanoTime() > PAUSE.toNanos()) {
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return new Finding.NotDone("interrupted while waiting for " + ref, "");
            }
            finding = judged(call, api, ref, false);
        }
        return finding.isPresent() ? finding.get() : judged(call, api, ref, true).orElseThrow();
    }

    @Override
    Finding seen(Call call, Effect effect, Api api) throws Wrong {
        return judged(call, api, Workload.ref(api, call), true).orElseThrow();
    }

    /// Empty while it may still become complete, unless `last`.
    private static Optional<Finding> judged(Call call, Api api, Ref ref, boolean last)
            throws Wrong {
        Workload w = Workload.read(api, ref);
        return switch (Rollout.of(w)) {
            case Rollout.Complete(String told) -> Optional.of(complete(call, w, told));
            case Rollout.Stuck(String told) -> Optional.of(failed(api, w, told));
            case Rollout.Underway(String told) when last ->
                    Optional.of(failed(api, w, "not complete in time: " + told));
            case Rollout.Underway _ -> Optional.empty();
        };
    }

    private static Finding complete(Call call, Workload w, String told) {
        String images = Workload.shown(w.images());
        for (Map.Entry<String, String> e : call.table("images").entrySet()) {
            JsonNode container = w.container(e.getKey());
            if (!container.path("image").asText().equals(e.getValue())) {
                return new Finding.NotDone(
                        "%s is rolled out, but with %s instead of %s=%s"
                                .formatted(w.ref(), images, e.getKey(), e.getValue()),
                        "");
            }
        }
        if (w.ready() < call.whole("at-least", 0)) {
            return new Finding.NotDone(
                    "%s is rolled out with %d ready replicas, at least %d are wanted"
                            .formatted(w.ref(), w.ready(), call.whole("at-least", 0)),
                    "");
        }
        return new Finding.Done(
                "%s: %s, %s".formatted(w.ref(), told, images),
                Map.of("images", images, "ready", Integer.toString(w.ready())));
    }

    private static Finding failed(Api api, Workload w, String told) throws Wrong {
        String pods = Pods.lines(api.list(Kind.POD, w.selector()));
        return new Finding.NotDone("%s: %s".formatted(w.ref(), told), pods);
    }

    @Override
    public java.util.Set<String> outputs() {
        return java.util.Set.copyOf(List.of("images", "ready"));
    }
}
