package dev.holdfast.verifier.domain.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.pack.LabPack;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.verifier.domain.check.CheckSpec;
import dev.holdfast.verifier.domain.check.Question;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Objects;

/// One name is another machine in each environment and in the lab.
class PlacesApartTest {
    private static final String MANIFEST =
            """
            system: shop
            owner: team
            environments:
              production: {match: {system: shop}, components: [backend], variables: {web: ada@web-1}}
              staging: {match: {system: shop-staging}, components: [backend], variables: {web: ada@web-9}}
            roles: [lead]
            variables: {web: ada@nowhere, ns: shop}
            secrets: {web-key: "file:/k", kube: "file:/kube"}
            """;
    private static final String LAB =
            "lab: {variables: {web: %s, ns: lab}, secrets: {web-key: \"file:/lab\", kube: \"file:/lab-kube\"}}\n";
    private static final String SSH = "ssh: \"%s\", key: web-key, known-hosts: /hosts";

    private static PackFiles pack(String manifest, String place) {
        String checks =
                """
                hosts: [web-1, web-9]
                clusters: { main: { kubeconfig: kube } }
                places: { web: { %s } }
                checks: { it: { at: web, command: { run: [/bin/true] } } }
                """
                        .formatted(place);
        return PackFiles.of("shop", Map.of("pack.yml", manifest, "checks.yml", checks));
    }

    private static String problems(String manifest, String place) {
        return Rules.problems(pack(manifest, place)).toString();
    }

    private static String asked(PackFiles pack, Scope scope) {
        Rules rules = Rules.read(pack).orElseThrow();
        CheckSpec spec = Objects.requireNonNull(rules.checks().checks().get("it"));
        return spec.prepare(rules.given(scope, null)) instanceof CheckSpec.Ask(Question q)
                ? q.asks()
                : "nothing";
    }

    @Test
    void the_machine_is_that_of_the_environment_and_in_a_drill_that_of_the_lab() {
        PackFiles pack = pack(MANIFEST + LAB.formatted("ada@lab-1"), SSH.formatted("${web}"));
        assertThat(Rules.problems(pack)).isEmpty();
        assertThat(asked(pack, Scope.of("shop", "production"))).contains("(ada@web-1)");
        assertThat(asked(pack, Scope.of("shop", "staging"))).contains("(ada@web-9)");
        PackFiles lab = LabPack.of(pack).orElseThrow();
        assertThat(Rules.problems(lab)).isEmpty();
        assertThat(asked(lab, new Scope("shop", "production", "friday"))).contains("(ada@lab-1)");
    }

    @Test
    void one_machine_for_two_environments_is_refused() {
        assertThat(problems(MANIFEST, SSH.formatted("ada@web-1")))
                .contains("place 'web' is ada@web-1 both in production and in staging");
        assertThat(problems(MANIFEST, "container: web"))
                .contains("container web both in production and in staging");
    }

    @Test
    void production_s_machine_is_not_the_lab_s() {
        assertThat(problems(MANIFEST + LAB.formatted("ada@web-1"), SSH.formatted("${web}")))
                .contains("place 'web' is ada@web-1 both in production and in the lab");
        assertThat(problems(MANIFEST + LAB.formatted("nobody"), SSH.formatted("${web}")))
                .contains("in the lab: 'nobody': expected user@host");
    }

    /// ssh and kubectl read files.
    @Test
    void what_a_program_reads_is_a_file_in_the_lab_too() {
        String lab = LAB.formatted("ada@lab-1");
        String pod =
                "pod: { cluster: main, namespace: \"${ns}-${environment}\", workload: deployment/app }";
        String told = "must be a file in the lab too, since a program reads it";
        assertThat(
                        problems(
                                MANIFEST + lab.replace("file:/lab\"", "env:LAB\""),
                                SSH.formatted("${web}")))
                .contains("secret 'web-key' " + told);
        assertThat(problems(MANIFEST + lab.replace("file:/lab-kube", "env:LAB"), pod))
                .contains("secret 'kube' " + told);
        assertThat(problems(MANIFEST.replace("file:/kube", "env:KUBE") + lab, pod))
                .contains("secret 'kube' must be a file, since");
    }

    @Test
    void a_pod_is_another_one_by_its_namespace_or_its_cluster() {
        String pod = "pod: { cluster: main, namespace: \"%s\", workload: deployment/app }";
        String lab = LAB.formatted("ada@lab-1");
        assertThat(problems(MANIFEST + lab, pod.formatted("${ns}")))
                .contains("both in production and in staging")
                .doesNotContain("the lab");
        String own = pod.formatted("${ns}-${environment}");
        assertThat(problems(MANIFEST + lab, own)).isEqualTo("[]");
        assertThat(asked(pack(MANIFEST + lab, own), Scope.of("shop", "staging")))
                .contains("deployment/app in namespace shop-staging of cluster main");
    }

    private static String stage(String lab, String value) {
        String manifest =
                MANIFEST.replace(
                                "ns: shop}",
                                "ns: shop, url: \"http://nowhere\", inner: \"http://inner\"}")
                        .replace("web: ada@web-1}", "web: ada@web-1, url: \"http://shop\"}")
                        .replace(
                                "web: ada@web-9}",
                                "web: ada@web-9, url: \"http://stage\", inner: \"http://inner-9\"}");
        String checks =
                """
                hosts: [shop, stage]
                checks: { it: { http: { url: "${url}/" } } }
                stages: { inside: { window: 1m, required: [it], variables: { url: "%s" } } }
                """
                        .formatted(value);
        return Rules.problems(
                        PackFiles.of(
                                "shop", Map.of("pack.yml", manifest + lab, "checks.yml", checks)))
                .toString();
    }

    @Test
    void a_stage_does_not_lead_two_environments_to_one_address() {
        assertThat(stage("", "http://10.0.0.7"))
                .contains("'url' is another one in staging than in production");
        assertThat(stage("", "${inner}")).isEqualTo("[]");
        String lab =
                "lab: {variables: {web: ada@lab-1, ns: lab, url: \"http://lab\", inner: \"%s\"}, secrets: {}}\n";
        assertThat(stage(lab.formatted("http://inner"), "${inner}"))
                .contains("'url' is another one in the lab than in production");
        assertThat(stage(lab.formatted("http://inner-lab"), "${inner}")).isEqualTo("[]");
        assertThat(stage("", "${to}")).contains("only the pack's variables");
    }
}
