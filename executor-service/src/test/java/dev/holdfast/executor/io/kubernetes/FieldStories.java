package dev.holdfast.executor.io.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.flow.Call;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;

/// Images, replicas, canaries, colours.
abstract class FieldStories {
    private final Lab lab = KubernetesTest.lab();

    @Test
    void an_image_is_set_and_set_back() throws Wrong {
        lab.running("deployment/painted", "shop:1", 1);
        Map<String, Object> with =
                Map.of("workload", "deployment/painted", "images", Map.of("web", "shop:2"));
        Call call = lab.planned("kubernetes.image", with);
        Effect effect = Lab.effect("image");

        lab.done(lab.action("kubernetes.image").apply(call, effect));
        assertThat(lab.image("deployment/painted")).isEqualTo("shop:2");
        assertThat(lab.action("kubernetes.image").observe(call, effect))
                .isInstanceOf(Finding.Done.class);

        lab.undoes("kubernetes.image", Lab.effect("back"), call);
        assertThat(lab.image("deployment/painted")).isEqualTo("shop:1");
    }

    @Test
    void a_container_that_is_not_there_and_an_image_that_is_none_stand_in_the_way() throws Wrong {
        lab.running("deployment/strict", "shop:1", 1);
        assertThat(
                        lab.plan("kubernetes.image", image("deployment/strict", "side", "shop:2"))
                                .obstacles())
                .containsExactly("there is no container 'side', only [web]");
        assertThat(
                        lab.plan("kubernetes.image", image("deployment/strict", "web", "a b; rm"))
                                .obstacles())
                .containsExactly("'a b; rm' is no name of an image");
        assertThat(
                        lab.plan("kubernetes.image", image("deployment/../x", "web", "shop:2"))
                                .obstacles())
                .containsExactly("'../x' is no name of a deployment");
    }

    private static Map<String, Object> image(String workload, String container, String image) {
        return Map.of("workload", workload, "images", Map.of(container, image));
    }

    @Test
    void the_replicas_before_are_remembered_and_come_back_in_the_same_runbook() throws Wrong {
        lab.running("deployment/counted", "shop:1", 3);
        Call down =
                lab.planned(
                        "kubernetes.scale",
                        Map.of("workload", "deployment/counted", "replicas", "0"));
        // planned together, while three still run
        Call up =
                lab.planned(
                        "kubernetes.scale",
                        Map.of("workload", "deployment/counted", "remembered", "true"));

        lab.done(lab.action("kubernetes.scale").apply(down, Lab.effect("down")));
        assertThat(replicas("deployment/counted")).isZero();
        lab.done(lab.action("kubernetes.scale").apply(up, Lab.effect("up")));

        assertThat(replicas("deployment/counted")).isEqualTo(3);
        assertThat(lab.get("deployment/counted").at("/metadata/annotations").has(Scale.REMEMBERED))
                .isFalse();
    }

    private int replicas(String ref) throws Wrong {
        return lab.get(ref).at("/spec/replicas").asInt();
    }

    @Test
    void a_canary_goes_only_while_the_stable_ones_are_ready() throws Wrong {
        lab.running("deployment/canary", "shop:2", 1);
        lab.running("deployment/stable", "shop:1", 2);
        Map<String, Object> with =
                new HashMap<>(
                        Map.of(
                                "workload", "deployment/canary",
                                "replicas", "0",
                                "needs", "deployment/stable",
                                "at-least", "3"));
        assertThat(lab.plan("kubernetes.scale", with).obstacles())
                .containsExactly(
                        "deployment/stable has 2 ready replicas, 3 are needed before this one is scaled");

        with.put("at-least", "2");
        lab.does("kubernetes.scale", Lab.effect("canary"), with);
        assertThat(replicas("deployment/canary")).isZero();
    }

    @Test
    void an_autoscaler_that_would_scale_back_is_told() throws Wrong {
        lab.running("deployment/auto", "shop:1", 1);
        lab.create(
                """
                apiVersion: autoscaling/v1
                kind: HorizontalPodAutoscaler
                metadata: {name: auto}
                spec: {minReplicas: 2, maxReplicas: 5, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: auto}}
                """);
        Preview preview =
                lab.plan(
                        "kubernetes.scale", Map.of("workload", "deployment/auto", "replicas", "1"));
        assertThat(preview.unchecked())
                .containsExactly("horizontalpodautoscaler/auto scales it too, between 2 and 5");
    }

    @Test
    void a_service_is_switched_to_the_other_colour_only_when_that_is_ready() throws Wrong {
        lab.running("deployment/green", "shop:2", 1);
        lab.create(
                "{apiVersion: v1, kind: Service, metadata: {name: front},"
                        + " spec: {selector: {app: green}, ports: [{port: 80}]}}");
        Map<String, Object> with =
                Map.of(
                        "service", "front",
                        "selector", Map.of("app", "blue"),
                        "at-least", "2");
        assertThat(lab.plan("kubernetes.switch", with).obstacles())
                .containsExactly("0 ready pods have the labels app=blue, 2 are needed");

        lab.running("deployment/blue", "shop:1", 2);
        Call call = lab.planned("kubernetes.switch", with);
        lab.done(lab.action("kubernetes.switch").apply(call, Lab.effect("switch")));
        assertThat(lab.get("service/front").at("/spec/selector/app").asText()).isEqualTo("blue");

        lab.undoes("kubernetes.switch", Lab.effect("back"), call);
        assertThat(lab.get("service/front").at("/spec/selector/app").asText()).isEqualTo("green");
    }

    @Test
    void what_would_be_brought_back_by_argo_cd_or_flux_is_told_and_they_can_be_suspended()
            throws Wrong {
        Crds.install(lab);
        lab.create(
                "{apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {name: web},"
                        + " spec: {syncPolicy: {automated: {selfHeal: true}}}}");
        lab.create(
                "{apiVersion: kustomize.toolkit.fluxcd.io/v1, kind: Kustomization,"
                        + " metadata: {name: web}, spec: {interval: 1m}}");
        lab.create(
                "{apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease,"
                        + " metadata: {name: web}, spec: {suspend: true}}");
        lab.running("deployment/kept", "shop:1", 1);
        lab.edit(
                "deployment/kept",
                now -> {
                    var next = now.deepCopy();
                    next.withObject("/metadata/labels")
                            .put("kustomize.toolkit.fluxcd.io/name", "web")
                            .put("kustomize.toolkit.fluxcd.io/namespace", lab.namespace)
                            .put("helm.toolkit.fluxcd.io/name", "web")
                            .put("helm.toolkit.fluxcd.io/namespace", lab.namespace);
                    return next;
                });
        Map<String, Object> restart = Map.of("workload", "deployment/kept", "replicas", "2");
        assertThat(lab.plan("kubernetes.scale", restart).unchecked())
                .singleElement()
                .asString()
                .contains("kustomizations.v1.kustomize.toolkit.fluxcd.io/web", "at work");

        for (String controller :
                new String[] {
                    "kustomizations.v1.kustomize.toolkit.fluxcd.io/web",
                    "applications.v1alpha1.argoproj.io/web"
                }) {
            lab.does(
                    "kubernetes.suspend", Lab.effect(controller), Map.of("controller", controller));
        }
        assertThat(lab.plan("kubernetes.scale", restart).unchecked()).isEmpty();
        assertThat(automated().isMissingNode()).isTrue();

        lab.does(
                "kubernetes.unsuspend",
                Lab.effect("on"),
                Map.of("controller", "applications.v1alpha1.argoproj.io/web"));
        assertThat(automated().path("selfHeal").asBoolean()).isTrue();
        lab.does(
                "kubernetes.unsuspend",
                Lab.effect("on"),
                Map.of("controller", "helmreleases.v2.helm.toolkit.fluxcd.io/web"));
    }

    private com.fasterxml.jackson.databind.JsonNode automated() throws Wrong {
        return lab.get("applications.v1alpha1.argoproj.io/web").at("/spec/syncPolicy/automated");
    }
}
