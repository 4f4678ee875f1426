package dev.holdfast.executor.io.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Who else writes an object by itself and would bring the bad release back: Flux and Argo CD, by the
/// labels and annotations that they leave on what they manage.
final class Controllers {
    private static final String ADVICE = "suspend it first with kubernetes.suspend";

    private Controllers() {}

    /// What is to be known before such an object is changed; empty for nothing.
    static List<String> reverting(Api api, JsonNode object) {
        List<String> notes = new ArrayList<>();
        JsonNode labels = object.at("/metadata/labels");
        flux(api, labels, "kustomize.toolkit.fluxcd.io", "kustomizations.v1").ifPresent(notes::add);
        flux(api, labels, "helm.toolkit.fluxcd.io", "helmreleases.v2").ifPresent(notes::add);
        JsonNode tracking =
                object.at("/metadata/annotations").path("argocd.argoproj.io/tracking-id");
        String application =
                tracking.isMissingNode()
                        ? labels.path("argocd.argoproj.io/instance").asText()
                        : tracking.asText().split(":")[0];
        if (!application.isEmpty()) {
            note(api, "argocd", "applications.v1alpha1.argoproj.io/" + application)
                    .ifPresent(notes::add);
        }
        return notes;
    }

    private static Optional<String> flux(Api api, JsonNode labels, String group, String plural) {
        String name = labels.path(group + "/name").asText();
        String namespace = labels.path(group + "/namespace").asText();
        return name.isEmpty()
                ? Optional.empty()
                : note(api, namespace, plural + "." + group + "/" + name);
    }

    private static Optional<String> note(Api api, String namespace, String controller) {
        try {
            Api there = api.at(namespace);
            ObjectNode object = there.get(there.ref(controller));
            return Suspend.state(object).equals("off")
                    ? Optional.empty()
                    : Optional.of(
                            "%s in %s is at work and would change it back: %s"
                                    .formatted(controller, namespace, ADVICE));
        } catch (Wrong e) {
            return Optional.of(
                    "%s in %s manages it, and whether it is suspended could not be seen (%s)"
                            .formatted(controller, namespace, e.told()));
        }
    }
}
