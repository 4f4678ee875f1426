package dev.holdfast.verifier.io.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Question;
import dev.holdfast.verifier.io.Silence;
import dev.holdfast.verifier.io.Trial;
import dev.holdfast.verifier.io.World;
import dev.holdfast.verifier.io.http.Exchange;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/// On the real API server, controllers and scheduler that KUBECONFIG names; what runs the pods may be
/// played.
class KubernetesAskerTest {
    private final String namespace = "verify-" + UUID.randomUUID().toString().substring(0, 8);
    private String kubeconfig = "";

    @BeforeEach
    void furnish() throws Exception {
        String file = System.getenv("KUBECONFIG");
        Assumptions.assumeTrue(
                file != null && Files.isReadable(Path.of(file)),
                "KUBECONFIG names no readable file: no API server to test on");
        kubeconfig = Files.readString(Path.of(file));
        send("POST", "/api/v1/namespaces", "{\"metadata\":{\"name\":\"%s\"}}".formatted(namespace));
        send(
                "POST",
                "/apis/apps/v1/namespaces/%s/deployments".formatted(namespace),
                deployment("1.4.1"));
        send(
                "POST",
                "/api/v1/namespaces/%s/services".formatted(namespace),
                """
                {"metadata":{"name":"web"},"spec":{"selector":{"app":"web"},"ports":[{"port":80}]}}\
                """);
    }

    @AfterEach
    void clear() throws Exception {
        if (!kubeconfig.isEmpty()) {
            send("DELETE", "/api/v1/namespaces/" + namespace, null);
        }
    }

    private static String deployment(String tag) {
        return """
        {"metadata":{"name":"web"},"spec":{"replicas":2,"progressDeadlineSeconds":4,
          "selector":{"matchLabels":{"app":"web"}},
          "template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[
            {"name":"web","image":"shop/web:%s","env":[{"name":"MODE","value":"live"},
             {"name":"TOKEN","valueFrom":{"secretKeyRef":{"name":"s","key":"t","optional":true}}}]}]}}}}\
        """
                .formatted(tag);
    }

    private JsonNode send(String method, String path, @Nullable String body) throws Exception {
        Access access = Access.of(kubeconfig, null);
        URI url = URI.create(access.server() + path);
        Map<String, String> headers =
                Map.of(
                        "Authorization",
                        "Bearer " + access.token(),
                        "Content-Type",
                        method.equals("PATCH")
                                ? "application/merge-patch+json"
                                : "application/json");
        Answer.Http answer =
                Exchange.over(
                                World.exchange().line(url, Keys.of(access)),
                                new Question.Http(method, url, headers, body, 1 << 20),
                                World.terms(10_000))
                        .answer();
        assertThat(answer.status()).as(answer.body()).isBetween(200, 202);
        return dev.holdfast.backbone.json.Json.read(answer.body(), JsonNode.class);
    }

    private void image(String tag) throws Exception {
        send(
                "PATCH",
                "/apis/apps/v1/namespaces/%s/deployments/web".formatted(namespace),
                deployment(tag));
    }

    private Trial trial(String more) {
        return Trial.of(
                        """
                        clusters: { lab: { kubeconfig: kube } }
                        checks:
                          it:
                            kubernetes: { cluster: lab, namespace: %s, workload: deployment/web%s }
                        """
                                .formatted(namespace, more))
                .secret("kube", kubeconfig);
    }

    private void becomes(Trial trial, Verdict verdict, String says) {
        await().atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> {
                    var finding = trial.ask();
                    assertThat(finding.verdict()).as(finding.says()).isEqualTo(verdict);
                    assertThat(finding.says()).contains(says);
                });
    }

    @Test
    void a_rollout_that_is_complete_passes_and_one_that_hangs_or_crashes_fails() throws Exception {
        String all =
                ", image: \"shop/web:${to}\", replicas: 2, no-restart-for: 10m, service: web,"
                        + " events-without: BackOff";
        becomes(trial(all), Verdict.PASSED, "2 pods are Running and Ready");
        trial(", image: shop/web:1.5.0").fails("image is shop/web:1.4.1, must be shop/web:1.5.0");
        trial(", replicas: 3").fails("must be 3");
        trial(", image: { app: x }").isInconclusive("there is no container 'app'");
        trial("").replace("deployment/web", "deployment/nothing").isInconclusive("there is no");
        trial("")
                .replace("kubernetes: {", "environment: { variables: { MODE: live }, kubernetes: {")
                .replace("deployment/web }", "deployment/web } }")
                .passes();
        trial("")
                .replace("kubernetes: {", "environment: { variables: { TOKEN: x }, kubernetes: {")
                .replace("deployment/web }", "deployment/web } }")
                .isInconclusive("by reference");

        image("broken");
        becomes(trial(""), Verdict.FAILED, "ProgressDeadlineExceeded");
        trial("").fails("ImagePullBackOff");
        image("crash");
        becomes(trial(""), Verdict.FAILED, "CrashLoopBackOff");
        trial(", no-restart-for: 10m").fails("restarted: ");
        image("1.4.1");
        becomes(trial(all), Verdict.PASSED, "2 endpoints, all of this version");
    }

    @Test
    void who_may_not_look_and_what_is_no_cluster_is_inconclusive() throws Exception {
        String token = Access.of(kubeconfig, null).token();
        trial("").secret("kube", kubeconfig.replace(token, "nobody")).isInconclusive("401");
        trial("")
                .secret(
                        "kube",
                        kubeconfig.replaceAll(
                                "server: .*", "server: https://127.0.0.1:" + Silence.nobody()))
                .isInconclusive("cannot be reached");
        trial("")
                .secret(
                        "kube",
                        kubeconfig.replaceAll("server: .*", "server: https://192.0.2.4:6443"))
                .isInconclusive("not among the hosts");
        trial("").secret("kube", "kind: Config").isInconclusive("kubeconfig cannot be used");
        Path outsider = Path.of(System.getenv("KUBECONFIG")).resolveSibling("outsider.kubeconfig");
        if (Files.isReadable(outsider)) {
            trial("").secret("kube", Files.readString(outsider)).isInconclusive("403");
        }
        try (Silence slow = Silence.hanging()) {
            trial("")
                    .secret(
                            "kube",
                            kubeconfig.replaceAll(
                                    "server: .*", "server: https://127.0.0.1:" + slow.port()))
                    .timeout(Duration.ofMillis(300))
                    .isInconclusive("300 ms");
        }
    }
}
