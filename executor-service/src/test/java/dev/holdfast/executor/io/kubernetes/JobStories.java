package dev.holdfast.executor.io.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.Allowed;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.io.Calls;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Jobs, and what is refused before anything is asked.
abstract class JobStories {
    private final Lab lab = KubernetesTest.lab();

    private static Map<String, Object> down(String workload) {
        return Map.of(
                "workload", workload,
                "command", List.of("npm", "run", "migrate:down"),
                "env", Map.of("TO", "1.4.1"));
    }

    @Test
    void a_migration_is_undone_by_the_release_that_brought_it_in_one_job() throws Wrong {
        lab.running("deployment/migrating", "shop:2", 1);
        Call call = lab.planned("kubernetes.job", down("deployment/migrating"));
        Effect effect = Lab.effect("job");
        var job = lab.action("kubernetes.job");
        assertThat(job.observe(call, effect)).isInstanceOf(Finding.NotDone.class);
        lab.deploy("deployment/migrating", "shop:1"); // replaced before its time: still that image

        Finding.Done done = lab.done(job.apply(call, effect));
        lab.done(job.apply(call, effect));

        assertThat(done.outputs()).containsEntry("image", "shop:2");
        var container =
                lab.get("job/" + done.outputs().get("job")).at("/spec/template/spec/containers/0");
        assertThat(container.path("command").toString())
                .isEqualTo("[\"npm\",\"run\",\"migrate:down\"]");
        assertThat(container.path("env").toString()).contains("MODE", "calm", "TO", "1.4.1");
        assertThat(job.observe(call, effect)).isInstanceOf(Finding.Done.class);
    }

    @Test
    void a_job_that_fails_is_a_failed_step_and_a_second_attempt_is_a_new_one() throws Wrong {
        lab.running("deployment/failing", "shop:1", 1);
        lab.deploy("deployment/failing", "shop:crash");
        Call call = lab.planned("kubernetes.job", down("deployment/failing"));
        Effect first = Lab.effect("failing");
        Effect second = new Effect(first.key(), first.epoch(), 2, Duration.ofSeconds(20));

        Finding failed = lab.action("kubernetes.job").apply(call, first);
        assertThat(failed).isInstanceOf(Finding.NotDone.class);
        String uid = lab.get("job/holdfast-" + first.key()).at("/metadata/uid").asText();
        assertThat(lab.action("kubernetes.job").apply(call, second))
                .isInstanceOf(Finding.NotDone.class);
        assertThat(lab.get("job/holdfast-" + first.key()).at("/metadata/uid").asText())
                .isNotEqualTo(uid);
    }

    @Test
    void without_rights_the_plan_says_so() throws Wrong {
        lab.running("deployment/mine", "shop:1", 1);
        Call elsewhere =
                lab.call(Map.of("workload", "deployment/mine", "namespace", "kube-system"));
        assertThat(lab.action("kubernetes.undo").plan(elsewhere).obstacles())
                .singleElement()
                .asString()
                .contains("403", "cannot get resource");
        assertThat(lab.action("kubernetes.undo").apply(elsewhere, Lab.effect("x")))
                .isInstanceOf(Finding.NotDone.class);
        assertThat(lab.action("kubernetes.undo").observe(elsewhere, Lab.effect("x")))
                .isInstanceOf(Finding.Unsure.class);
    }

    @Test
    void a_server_that_is_not_allowed_or_not_there_is_told_before_anything_changes() {
        Map<String, Object> with =
                Map.of(
                        "namespace", "shop",
                        "workload", "deployment/web",
                        "kubeconfig",
                                "{current-context: a, contexts: [{name: a, context: {cluster: c, user: u}}],"
                                        + " clusters: [{name: c, cluster: {server: 'https://127.0.0.1:1'}}],"
                                        + " users: [{name: u, user: {token: canary}}]}");
        var undo = lab.action("kubernetes.undo");
        assertThat(undo.plan(Calls.call(Allowed.NOTHING, with)).obstacles())
                .containsExactly("127.0.0.1:1 is none of the allowed hosts");
        Call call = Calls.call(new Allowed(List.of(), List.of("127.0.0.1:1"), List.of()), with);
        assertThat(undo.plan(call).obstacles())
                .singleElement()
                .asString()
                .contains("no connection to https://127.0.0.1:1");
        assertThat(undo.apply(call, Lab.effect("x"))).isInstanceOf(Finding.NotDone.class);
        assertThat(undo.observe(call, Lab.effect("x"))).isInstanceOf(Finding.Unsure.class);
    }

    @Test
    void a_command_in_a_pod_must_be_an_allowed_program() throws Wrong {
        lab.running("deployment/shell", "shop:1", 1);
        assertThat(
                        lab.plan(
                                        "kubernetes.exec",
                                        Map.of(
                                                "workload",
                                                "deployment/shell",
                                                "command",
                                                List.of("/bin/sh", "-c", "date")))
                                .obstacles())
                .containsExactly("/bin/sh is none of the allowed programs");
        assertThat(
                        lab.plan(
                                        "kubernetes.exec",
                                        Map.of(
                                                "workload",
                                                "deployment/shell",
                                                "command",
                                                List.of("/bin/date")))
                                .obstacles())
                .isEmpty();
    }
}
