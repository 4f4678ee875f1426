package dev.holdfast.executor.io.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Call;

/// `kubernetes.suspend` and `kubernetes.unsuspend`: keep Argo CD (`applications.v1alpha1.argoproj.io`)
/// or Flux (`kustomizations.v1.kustomize.toolkit.fluxcd.io`, `helmreleases.v2.helm.toolkit.fluxcd.io`)
/// from bringing the bad release back, and let them work again.
public final class Suspend extends FieldAction {
    private static final String ARGO = "argoproj.io";
    private static final String FLUX = "toolkit.fluxcd.io";
    private static final String OFF = "off";
    private static final String REMEMBERED = "holdfast.dev/automated";

    private final boolean suspends;

    private Suspend(Clusters clusters, String name, boolean suspends) {
        super(clusters, name, "sync", ArgumentForm.needs("controller", ArgumentType.TEXT));
        this.suspends = suspends;
    }

    public static Suspend suspend(Clusters clusters) {
        return new Suspend(clusters, "kubernetes.suspend", true);
    }

    public static Suspend unsuspend(Clusters clusters) {
        return new Suspend(clusters, "kubernetes.unsuspend", false);
    }

    @Override
    Ref ref(Call call, Api api) throws Wrong {
        Ref ref = api.ref(call.text("controller"));
        if (!ref.kind().group().equals(ARGO) && !ref.kind().group().endsWith(FLUX)) {
            throw Wrong.given("%s belongs neither to Argo CD nor to Flux".formatted(ref));
        }
        return ref;
    }

    private static boolean argo(ObjectNode object) {
        return object.path("apiVersion").asText().startsWith(ARGO);
    }

    @Override
    String state(Call call, ObjectNode now) {
        return state(now);
    }

    /// `off`, or how it is on: `on`, or Argo CD's settings.
    static String state(ObjectNode now) {
        if (argo(now)) {
            JsonNode automated = now.at("/spec/syncPolicy/automated");
            return automated.isMissingNode() || automated.isNull() ? OFF : Json.text(automated);
        }
        return now.at("/spec/suspend").asBoolean(false) ? OFF : "on";
    }

    @Override
    String wanted(Call call, ObjectNode now) {
        if (suspends) {
            return OFF;
        }
        return argo(now) ? now.at("/metadata/annotations").path(REMEMBERED).asText("{}") : "on";
    }

    @Override
    void set(Call call, ObjectNode object, String state) throws Wrong {
        if (!argo(object)) {
            object.withObject("/spec").put("suspend", state.equals(OFF));
            return;
        }
        ObjectNode policy = object.withObject("/spec/syncPolicy");
        ObjectNode annotations = object.withObject("/metadata/annotations");
        if (state.equals(OFF)) {
            String before = state(object);
            if (!before.equals(OFF)) {
                annotations.put(REMEMBERED, before);
            }
            policy.remove("automated");
        } else {
            policy.set("automated", Manifests.one(state, "the remembered sync policy"));
            annotations.remove(REMEMBERED);
        }
    }
}
