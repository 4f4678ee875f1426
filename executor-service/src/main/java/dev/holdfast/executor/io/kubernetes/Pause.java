package dev.holdfast.executor.io.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Call;

/// `kubernetes.pause` and `kubernetes.resume`: hold the rollout of a Deployment where it is, so that a
/// bad release reaches no further pod, and let it go on.
public final class Pause extends FieldAction {
    private static final String PAUSED = "paused";

    private final boolean pauses;

    private Pause(Clusters clusters, String name, boolean pauses) {
        super(clusters, name, PAUSED, ArgumentForm.needs("workload", ArgumentType.TEXT));
        this.pauses = pauses;
    }

    public static Pause pause(Clusters clusters) {
        return new Pause(clusters, "kubernetes.pause", true);
    }

    public static Pause resume(Clusters clusters) {
        return new Pause(clusters, "kubernetes.resume", false);
    }

    @Override
    Ref ref(Call call, Api api) throws Wrong {
        Ref ref = Workload.ref(api, call);
        if (!ref.kind().equals(Kind.DEPLOYMENT)) {
            throw Wrong.given("only a deployment can be paused, not " + ref);
        }
        return ref;
    }

    @Override
    String state(Call call, ObjectNode now) {
        return Boolean.toString(now.at("/spec/paused").asBoolean(false));
    }

    @Override
    String wanted(Call call, ObjectNode now) {
        return Boolean.toString(pauses);
    }

    @Override
    void set(Call call, ObjectNode object, String state) {
        object.withObject("/spec").put(PAUSED, Boolean.parseBoolean(state));
    }
}
