package dev.holdfast.executor.io.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.domain.words.Form;
import dev.holdfast.executor.flow.Call;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `kubernetes.scale`: sets the replicas of a Deployment or StatefulSet and remembers on the object how
/// many there were; `remembered: true` sets those again. With `needs`, only while another workload has
/// enough ready replicas: so a canary is taken out.
public final class Scale extends FieldAction {
    static final String REMEMBERED = "holdfast.dev/replicas";
    private static final int MOST = 10_000;

    public Scale(Clusters clusters) {
        super(
                clusters,
                "kubernetes.scale",
                "replicas",
                ArgumentForm.needs("workload", ArgumentType.TEXT),
                ArgumentForm.takes("replicas", ArgumentType.WHOLE),
                ArgumentForm.takes("remembered", ArgumentType.FLAG),
                ArgumentForm.takes("needs", ArgumentType.TEXT),
                ArgumentForm.takes("at-least", ArgumentType.WHOLE));
    }

    @Override
    public Map<String, String> wrong(Map<String, Form> with) {
        return with.containsKey("replicas") == with.containsKey("remembered")
                ? Map.of("replicas", "name either `replicas` or `remembered: true`")
                : Map.of();
    }

    @Override
    Ref ref(Call call, Api api) throws Wrong {
        Ref ref = Workload.ref(api, call);
        if (ref.kind().equals(Kind.DAEMON_SET)) {
            throw Wrong.given("a daemonset has one pod a node: it cannot be scaled");
        }
        return ref;
    }

    @Override
    String state(Call call, ObjectNode now) {
        return Integer.toString(now.at("/spec/replicas").asInt(1));
    }

    @Override
    String wanted(Call call, ObjectNode now) throws Wrong {
        if (call.text("remembered", "false").equals("true")) {
            JsonNode remembered = now.at("/metadata/annotations").path(REMEMBERED);
            return remembered.asText(
                    call.rests().values().stream().findFirst().orElse(state(call, now)));
        }
        int replicas = call.whole("replicas", 0);
        if (replicas > MOST) {
            throw Wrong.given("%d replicas are over %d".formatted(replicas, MOST));
        }
        return Integer.toString(replicas);
    }

    @Override
    void set(Call call, ObjectNode object, String state) {
        ObjectNode annotations = object.withObject("/metadata/annotations");
        boolean asked =
                !call.has("remembered")
                        && state.equals(Integer.toString(call.whole("replicas", 0)));
        if (!asked) {
            annotations.remove(REMEMBERED);
        } else if (!annotations.has(REMEMBERED)) {
            annotations.put(REMEMBERED, object.at("/spec/replicas").asText("1"));
        }
        object.withObject("/spec").put("replicas", Integer.parseInt(state));
    }

    @Override
    Preview more(Preview preview, Call call, Api api, ObjectNode now) throws Wrong {
        List<String> unchecked = new ArrayList<>(preview.unchecked());
        for (ObjectNode scaler : api.list(Kind.AUTOSCALER, "")) {
            JsonNode target = scaler.at("/spec/scaleTargetRef");
            boolean same =
                    target.path("name").asText().equals(now.at("/metadata/name").asText())
                            && target.path("kind").asText().equals(now.path("kind").asText());
            if (same && !wanted(call, now).equals("0")) {
                unchecked.add(
                        "%s/%s scales it too, between %d and %d"
                                .formatted(
                                        Kind.AUTOSCALER.word(),
                                        scaler.at("/metadata/name").asText(),
                                        scaler.at("/spec/minReplicas").asInt(1),
                                        scaler.at("/spec/maxReplicas").asInt()));
            }
        }
        List<String> obstacles = new ArrayList<>();
        try {
            admit(call, api, now);
        } catch (Wrong e) {
            obstacles.add(e.told());
        }
        return preview.unchecked(unchecked).hindered(obstacles);
    }

    @Override
    void admit(Call call, Api api, ObjectNode now) throws Wrong {
        if (!call.has("needs")) {
            return;
        }
        Workload other = Workload.read(api, Workload.ref(api, call.text("needs")));
        int needed = call.whole("at-least", other.replicas());
        if (other.ready() < needed) {
            throw Wrong.given(
                    "%s has %d ready replicas, %d are needed before this one is scaled"
                            .formatted(other.ref(), other.ready(), needed));
        }
    }
}
