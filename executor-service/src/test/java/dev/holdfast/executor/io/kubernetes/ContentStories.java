package dev.holdfast.executor.io.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.flow.Call;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Recorded content, manifests, patches, deletion.
abstract class ContentStories {
    private final Lab lab = KubernetesTest.lab();

    @Test
    void configuration_and_image_go_back_to_what_was_recorded_when_the_release_held() throws Wrong {
        lab.running("deployment/app", "shop:1", 1);
        lab.create("{apiVersion: v1, kind: ConfigMap, metadata: {name: app}, data: {MODE: calm}}");
        lab.create(
                "{apiVersion: v1, kind: Secret, metadata: {name: app}, stringData: {key: canary-1}}");
        List<String> all = List.of("deployment/app", "configmap/app", "secret/app");
        Finding.Done recorded =
                lab.does(
                        "kubernetes.record",
                        Lab.effect("record"),
                        Map.of("objects", all, "release", "1.4.1"));
        assertThat(recorded.outputs()).containsEntry("images", "deployment/app web=shop:1");
        lab.deploy("deployment/app", "shop:broken");
        lab.edit("configmap/app", now -> with(now, "data", "{MODE: wild, NEW: x}"));
        lab.edit("secret/app", now -> with(now, "stringData", "{key: canary-2}"));

        Map<String, Object> with = Map.of("objects", all, "release", "1.4.1");
        Preview preview = lab.plan("kubernetes.restore", with);
        assertThat(preview.does())
                .contains("shop:broken → shop:1")
                .contains("change configmap/app (/data/MODE changed, /data/NEW removed)")
                .contains("change secret/app (/data/key changed)")
                .doesNotContain("canary", "calm", "wild", "Y2FuYXJ5");
        assertThat(preview.rests().toString()).doesNotContain("canary", "Y2FuYXJ5");
        Call call = lab.callOfStep("restore", with, preview.rests());
        Effect effect = Lab.effect("restore");
        lab.done(lab.action("kubernetes.restore").apply(call, effect));

        assertThat(lab.image("deployment/app")).isEqualTo("shop:1");
        assertThat(lab.get("configmap/app").path("data").toString())
                .isEqualTo("{\"MODE\":\"calm\"}");
        assertThat(lab.get("secret/app").at("/data/key").asText()).isEqualTo("Y2FuYXJ5LTE=");
        assertThat(lab.action("kubernetes.restore").observe(call, effect))
                .isInstanceOf(Finding.Done.class);

        lab.undoes("kubernetes.restore", Lab.effect("back"), call);
        assertThat(lab.image("deployment/app")).isEqualTo("shop:broken");
        assertThat(lab.get("configmap/app").at("/data/MODE").asText()).isEqualTo("wild");
    }

    private static ObjectNode with(ObjectNode now, String field, String yaml) throws Wrong {
        ObjectNode next = now.deepCopy();
        next.set(field, Manifests.one(yaml, field));
        return next;
    }

    @Test
    void undo_goes_to_what_held_even_when_kubernetes_has_forgotten_the_revision() throws Wrong {
        lab.running("deployment/old", "shop:1", 1);
        lab.does(
                "kubernetes.record",
                Lab.effect("record"),
                Map.of("objects", List.of("deployment/old"), "release", "1"));
        lab.edit(
                "deployment/old",
                now -> {
                    var next = now.deepCopy();
                    next.withObject("/spec").put("revisionHistoryLimit", 0);
                    return next;
                });
        lab.deploy("deployment/old", "shop:2");
        lab.settled("deployment/old");

        Map<String, Object> with = Map.of("workload", "deployment/old", "release", "1");
        assertThat(lab.plan("kubernetes.undo", with).does()).contains("release 1 (web=shop:1)");
        lab.does("kubernetes.undo", Lab.effect("undo"), with);
        assertThat(lab.image("deployment/old")).isEqualTo("shop:1");
        assertThat(
                        lab.plan(
                                        "kubernetes.undo",
                                        Map.of("workload", "deployment/old", "release", "0.9"))
                                .obstacles())
                .singleElement()
                .asString()
                .startsWith("nothing is recorded of release 0.9");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v1|ConfigMap|configmap|data: {a: b}",
                "v1|Secret|secret|data: {a: Yg==}",
                "v1|Service|service|spec: {selector: {app: x}, ports: [{port: 80, protocol: TCP}]}",
                "networking.k8s.io/v1|Ingress|ingress|spec: {defaultBackend: {service: {name: x, port: {number: 80}}}}",
                "apps/v1|Deployment|deployment|spec: {replicas: 0, POD}",
                "apps/v1|StatefulSet|statefulset|spec: {replicas: 0, serviceName: x, POD}",
                "apps/v1|DaemonSet|daemonset|spec: {POD}"
            })
    void every_kind_is_applied_patched_deleted_and_brought_back(
            String version, String kind, String word, String content) throws Exception {
        String name = "made-" + word;
        String ref = word + "/" + name;
        Path file = lab.folder.resolve(name + ".yaml");
        Files.writeString(
                file,
                "apiVersion: %s%nkind: %s%nmetadata: {name: %s}%n%s%n"
                        .formatted(version, kind, name, content.replace("POD", pod(name))));
        Map<String, Object> apply = Map.of("manifest", file.toString());
        assertThat(lab.plan("kubernetes.apply", apply).does()).isEqualTo("create " + ref);
        assertThat(lab.there(ref)).isFalse();
        lab.does("kubernetes.apply", Lab.effect("apply"), apply);

        for (String type : List.of("merge", "strategic", "json")) {
            String patch =
                    type.equals("json")
                            ? "[{op: add, path: /metadata/labels/json, value: 'yes'}]"
                            : "{metadata: {labels: {%s: 'yes'}}}".formatted(type);
            lab.does(
                    "kubernetes.patch",
                    Lab.effect(type),
                    Map.of("object", ref, "patch", patch, "type", type));
            assertThat(lab.get(ref).at("/metadata/labels").path(type).asText()).isEqualTo("yes");
        }

        Map<String, Object> delete = Map.of("objects", List.of(ref));
        Preview preview = lab.plan("kubernetes.delete", delete);
        assertThat(preview.dataLost()).isNull();
        assertThat(lab.there(ref)).isTrue(); // a plan changes nothing
        Call call = lab.callOfStep("delete-" + word, delete, preview.rests());
        Effect effect = Lab.effect("delete");
        lab.done(lab.action("kubernetes.delete").apply(call, effect));
        assertThat(lab.there(ref)).isFalse();
        assertThat(lab.action("kubernetes.delete").observe(call, effect))
                .isInstanceOf(Finding.Done.class);
        lab.done(lab.action("kubernetes.delete").apply(call, effect)); // absence is the goal

        lab.undoes("kubernetes.delete", Lab.effect("back"), call);
        assertThat(lab.get(ref).at("/metadata/labels/merge").asText()).isEqualTo("yes");
    }

    @Test
    void removing_a_path_that_is_not_there_is_no_failure_and_never_takes_the_next_one()
            throws Wrong {
        lab.create(
                "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: paths}, spec: {rules:"
                        + " [{http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: a, port: {number: 80}}}},"
                        + " {path: /canary, pathType: Prefix, backend: {service: {name: b, port: {number: 80}}}},"
                        + " {path: /api, pathType: Prefix, backend: {service: {name: c, port: {number: 80}}}}]}}]}}");
        Map<String, Object> with =
                Map.of(
                        "object", "ingress/paths",
                        "type", "json",
                        "patch",
                                "[{op: remove, path: /spec/rules/0/http/paths/1},"
                                        + " {op: remove, path: /metadata/labels/canary}]");
        Call call = lab.planned("kubernetes.patch", with);
        Effect effect = Lab.effect("remove");

        lab.done(lab.action("kubernetes.patch").apply(call, effect));
        lab.done(lab.action("kubernetes.patch").apply(call, effect)); // the same effect again

        assertThat(lab.get("ingress/paths").at("/spec/rules/0/http/paths").findValuesAsText("path"))
                .containsExactly("/", "/api");
        lab.undoes("kubernetes.patch", Lab.effect("back"), call);
        assertThat(lab.get("ingress/paths").at("/spec/rules/0/http/paths").findValuesAsText("path"))
                .containsExactly("/", "/canary", "/api");
    }

    @Test
    void fields_of_others_are_an_obstacle_unless_forced_and_other_namespaces_always()
            throws IOException, Wrong {
        Path file = lab.folder.resolve("owned.yaml");
        Files.writeString(
                file,
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: owned}, data: {a: ours}}");
        lab.admin.apply(
                lab.admin.ref("configmap/owned"),
                Manifests.one(
                        "{apiVersion: v1, kind: ConfigMap, metadata: {name: owned}, data: {a: theirs}}",
                        "x"),
                false,
                Api.Run.REAL);
        lab.edit("configmap/owned", now -> now.deepCopy().put("immutable", false));
        Map<String, Object> with = Map.of("manifest", file.toString());
        assertThat(lab.plan("kubernetes.apply", with).obstacles()).isEmpty();

        Files.writeString(
                file,
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: owned, namespace: default}}");
        assertThat(lab.plan("kubernetes.apply", with).obstacles())
                .singleElement()
                .asString()
                .contains("names namespace default");
        assertThat(lab.plan("kubernetes.apply", Map.of("manifest", "/etc/passwd")).obstacles())
                .containsExactly("/etc/passwd is in none of the allowed folders");
    }

    private static String pod(String name) {
        return ("selector: {matchLabels: {app: %1$s}}, template: {metadata: {labels: {app: %1$s}},"
                        + " spec: {containers: [{name: web, image: 'shop:1'}]}}")
                .formatted(name);
    }
}
