package dev.holdfast.executor.io.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.flow.EffectAction;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/// "Applied, but the answer was lost", at every request of an effect: what the engine does then, to
/// look and to try again only if it was not done, makes exactly one effect.
abstract class LossStories {
    private static final int MOST = 12;

    private final Lab lab = KubernetesTest.lab();

    /// Counts how often it was done.
    private interface Count {
        int done() throws Wrong;
    }

    /// Prepares a target and plans an effect on it.
    private interface Story {
        Call planned(int n) throws Wrong;
    }

    private int sweep(String name, Story story, Count count, int each) throws Exception {
        int lost = 0;
        int before = count.done();
        try (Leaky leaky = new Leaky(lab.host())) {
            for (int n = 1; n <= MOST; n++) {
                Call direct = story.planned(n);
                Call through = lab.through(direct, leaky.port());
                EffectAction action = lab.action(name);
                Effect effect = Lab.effect(name);
                action.observe(through, effect); // the connection stands before anything is lost
                leaky.losesAnswer(n);
                Finding finding = action.apply(through, effect);
                lost += leaky.lost() ? 1 : 0;
                if (!(finding instanceof Finding.Done)) {
                    assertThat(leaky.lost()).as("%s at request %d: %s", name, n, finding).isTrue();
                    if (action.observe(direct, effect) instanceof Finding.NotDone) {
                        lab.done(action.apply(direct, effect));
                    }
                }
                assertThat(action.observe(direct, effect))
                        .as("%s at request %d", name, n)
                        .isInstanceOf(Finding.Done.class);
                assertThat(count.done())
                        .as("%s at request %d", name, n)
                        .isEqualTo(before + n * each);
                if (!leaky.lost()) {
                    break; // the effect has no more requests
                }
            }
        }
        return lost;
    }

    @Test
    void a_patch_by_position_takes_exactly_one() throws Exception {
        StringBuilder paths = new StringBuilder();
        for (int i = 0; i < MOST + 2; i++) {
            paths.append(
                    "{path: /p%d, pathType: Prefix, backend: {service: {name: a, port: {number: 80}}}},"
                            .formatted(i));
        }
        lab.create(
                "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: leaky}, spec: {rules: [{http: {paths: [%s]}}]}}"
                        .formatted(paths));
        int lost =
                sweep(
                        "kubernetes.patch",
                        n ->
                                lab.planned(
                                        "kubernetes.patch",
                                        Map.of(
                                                "object", "ingress/leaky",
                                                "type", "json",
                                                "patch",
                                                        "[{op: remove, path: /spec/rules/0/http/paths/0}]")),
                        () -> -size("ingress/leaky", "/spec/rules/0/http/paths"),
                        1);
        assertThat(lost).isGreaterThanOrEqualTo(3);
    }

    private int size(String ref, String path) throws Wrong {
        JsonNode node = lab.get(ref).at(path);
        return node.size();
    }

    @Test
    void a_restart_happens_exactly_once() throws Exception {
        lab.running("deployment/leaky", "shop:1", 0);
        int lost =
                sweep(
                        "kubernetes.restart",
                        n ->
                                lab.planned(
                                        "kubernetes.restart",
                                        Map.of("workload", "deployment/leaky")),
                        () -> lab.get("deployment/leaky").at("/metadata/generation").asInt(),
                        1);
        assertThat(lost).isGreaterThanOrEqualTo(2);
    }

    @Test
    void a_job_is_made_exactly_once() throws Exception {
        lab.running("deployment/jobs", "shop:1", 1);
        int lost =
                sweep(
                        "kubernetes.job",
                        n ->
                                lab.planned(
                                        "kubernetes.job",
                                        Map.of(
                                                "workload", "deployment/jobs",
                                                "container", "web",
                                                "command", List.of("migrate", "down"))),
                        () -> jobs("holdfast.dev/of=jobs"),
                        1);
        assertThat(lost).isGreaterThanOrEqualTo(3);
    }

    private int jobs(String selector) throws Wrong {
        return lab.admin.list(Kind.JOB, selector).size();
    }
}
