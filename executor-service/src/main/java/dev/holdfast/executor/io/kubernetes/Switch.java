package dev.holdfast.executor.io.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Call;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `kubernetes.switch`: points a Service at other pods (blue-green), after enough of those were seen
/// ready; looked at again right before the change.
public final class Switch extends FieldAction {
    public Switch(Clusters clusters) {
        super(
                clusters,
                "kubernetes.switch",
                "selector",
                ArgumentForm.needs("service", ArgumentType.TEXT),
                ArgumentForm.needs("selector", ArgumentType.TABLE),
                ArgumentForm.takes("workload", ArgumentType.TEXT),
                ArgumentForm.takes("at-least", ArgumentType.WHOLE));
    }

    @Override
    Ref ref(Call call, Api api) throws Wrong {
        return Ref.named(Kind.SERVICE, api.namespace(), call.text("service"));
    }

    @Override
    String state(Call call, ObjectNode now) {
        return text(selector(now));
    }

    private static Map<String, String> selector(ObjectNode service) {
        Map<String, String> selector = new TreeMap<>();
        service.at("/spec/selector")
                .properties()
                .forEach(e -> selector.put(e.getKey(), e.getValue().asText()));
        return selector;
    }

    private static String text(Map<String, String> selector) {
        return Json.text(selector);
    }

    private static Map<String, String> target(Call call, ObjectNode now) {
        Map<String, String> wanted = selector(now);
        wanted.putAll(call.table("selector"));
        return wanted;
    }

    @Override
    String wanted(Call call, ObjectNode now) {
        return text(target(call, now));
    }

    @Override
    void set(Call call, ObjectNode object, String state) throws Wrong {
        object.withObject("/spec").set("selector", Manifests.one(state, "the selector"));
    }

    @Override
    Preview more(Preview preview, Call call, Api api, ObjectNode now) throws Wrong {
        try {
            admit(call, api, now);
            return preview;
        } catch (Wrong e) {
            return preview.hindered(List.of(e.told()));
        }
    }

    @Override
    void admit(Call call, Api api, ObjectNode now) throws Wrong {
        int needed = call.whole("at-least", 1);
        if (call.has("workload")) {
            Workload other = Workload.read(api, Workload.ref(api, call));
            needed = call.whole("at-least", Math.max(1, other.replicas()));
            if (!(Rollout.of(other) instanceof Rollout.Complete)) {
                throw Wrong.given("%s is not rolled out".formatted(other.ref()));
            }
        }
        JsonNode labels = Json.mapper().valueToTree(target(call, now));
        String selector = Workload.labels(labels);
        List<ObjectNode> pods = api.list(Kind.POD, selector);
        long ready = pods.stream().filter(Pods::ready).count();
        if (ready < needed) {
            throw Wrong.given(
                    "%d ready pods have the labels %s, %d are needed"
                            .formatted(ready, selector, needed));
        }
    }
}
