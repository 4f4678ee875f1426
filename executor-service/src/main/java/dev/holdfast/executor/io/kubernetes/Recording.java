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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `kubernetes.record`: keeps in the cluster what objects are like now, as what a release consists of.
/// `kubernetes.restore` and `kubernetes.undo` with `release` go back to it. The newest 20 are kept.
public final class Recording extends ClusterAction {
    public Recording(Clusters clusters) {
        super(
                clusters,
                "kubernetes.record",
                ArgumentForm.needs("objects", ArgumentType.TEXTS),
                ArgumentForm.needs("release", ArgumentType.TEXT),
                Records.PLACE);
    }

    @Override
    Preview look(Call call, Api api) throws Wrong {
        List<String> obstacles = new ArrayList<>();
        for (Map.Entry<Ref, Optional<ObjectNode>> e : objects(call, api).entrySet()) {
            if (e.getValue().isEmpty()) {
                obstacles.add("%s is not there".formatted(e.getKey()));
            }
        }
        return Preview.of(
                        "record %s as release %s"
                                .formatted(call.shownAll("objects"), call.shown("release")),
                        Repeat.IDEMPOTENT,
                        Duration.ofSeconds(1))
                .hindered(obstacles);
    }

    private static Map<Ref, Optional<ObjectNode>> objects(Call call, Api api) throws Wrong {
        Map<Ref, Optional<ObjectNode>> objects = new LinkedHashMap<>();
        for (String text : call.texts("objects")) {
            Ref ref = api.ref(text);
            objects.put(ref, api.find(ref));
        }
        return objects;
    }

    @Override
    Finding act(Call call, Effect effect, Api api) throws Wrong {
        Records records = Records.of(call, api);
        Map<Ref, Optional<ObjectNode>> objects = objects(call, api);
        String name = records.heldName(call.text("release"));
        records.write(name, Records.HELD, objects, true);
        return new Finding.Done(
                "recorded %s in secret/%s".formatted(objects.keySet(), name),
                Map.of("record", name, "images", images(objects)));
    }

    private static String images(Map<Ref, Optional<ObjectNode>> objects) {
        List<String> images = new ArrayList<>();
        objects.forEach((ref, object) ->
                object.map(o -> Workload.images(o.at("/spec/template")))
                        .filter(i -> !i.isEmpty())
                        .ifPresent(i -> images.add(ref + " " + Workload.shown(i))));
        return String.join("; ", images);
    }

    @Override
    Finding seen(Call call, Effect effect, Api api) throws Wrong {
        Records records = Records.of(call, api);
        String name = records.heldName(call.text("release"));
        return records.find(name).isPresent()
                ? new Finding.Done("secret/" + name + " is there", Map.of("record", name))
                : new Finding.NotDone("secret/" + name + " is not there", "");
    }

    @Override
    public Set<String> outputs() {
        return Set.of("record", "images");
    }
}
