package dev.holdfast.executor.io.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// `kubernetes.restart`: replaces all pods by the strategy of their workload. The effect's key stands
/// in the pod template, so the same restart never happens twice.
public final class Restart extends ClusterAction {
    static final String RESTARTED = "holdfast.dev/restarted";

    public Restart(Clusters clusters) {
        super(clusters, "kubernetes.restart", ArgumentForm.needs("workload", ArgumentType.TEXT));
    }

    @Override
    Preview look(Call call, Api api) throws Wrong {
        Workload w = Workload.read(api, Workload.ref(api, call));
        api.change(w.ref(), Api.Run.DRY, seen -> marked(seen.deepCopy(), "planned"));
        List<String> obstacles = new ArrayList<>();
        if (w.paused()) {
            obstacles.add("%s is paused, so nothing would restart".formatted(w.ref()));
        }
        if (w.object().at("/spec/updateStrategy/type").asText().equals("OnDelete")) {
            obstacles.add("%s replaces no pod by itself (OnDelete)".formatted(w.ref()));
        }
        return Preview.of(
                        "restart the pods of %s (%s)"
                                .formatted(w.ref(), Workload.shown(w.images())),
                        Repeat.CHECKABLE,
                        Duration.ofSeconds(1))
                .hindered(obstacles);
    }

    @Override
    Finding act(Call call, Effect effect, Api api) throws Wrong {
        Ref ref = Workload.ref(api, call);
        Stamp stamp = new Stamp(call, effect);
        api.change(
                ref,
                Api.Run.REAL,
                now -> {
                    stamp.admit(now);
                    return restarted(now, effect)
                            ? null
                            : stamp.put(marked(now.deepCopy(), effect.key()));
                });
        return new Finding.Done(ref + " restarts");
    }

    @Override
    Finding seen(Call call, Effect effect, Api api) throws Wrong {
        Ref ref = Workload.ref(api, call);
        return restarted(api.get(ref), effect)
                ? new Finding.Done(ref + " restarts")
                : new Finding.NotDone(ref + " was not restarted by this effect", "");
    }

    private static boolean restarted(ObjectNode object, Effect effect) {
        return object.at("/spec/template/metadata/annotations")
                .path(RESTARTED)
                .asText()
                .equals(effect.key());
    }

    private static ObjectNode marked(ObjectNode object, String key) {
        object.withObject("/spec/template/metadata/annotations").put(RESTARTED, key);
        return object;
    }
}
