package dev.holdfast.executor.io.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.io.Calls;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Map;

/// Undoing, waiting, restarting, pausing.
abstract class RolloutStories {
    private final Lab lab = KubernetesTest.lab();

    @Test
    void a_release_that_cannot_be_pulled_is_undone_and_the_old_one_is_complete_again()
            throws Wrong {
        lab.running("deployment/pulled", "shop:1.4.1", 2);
        lab.deploy("deployment/pulled", "shop:broken");
        Map<String, Object> with = Map.of("workload", "deployment/pulled");

        Finding waited =
                lab.action("kubernetes.wait")
                        .apply(lab.planned("kubernetes.wait", with), Lab.effect("wait"));
        assertThat(waited).isInstanceOf(Finding.NotDone.class);
        assertThat(((Finding.NotDone) waited).evidence()).contains("ImagePullBackOff");

        Preview preview = lab.plan("kubernetes.undo", with);
        assertThat(preview.does())
                .isEqualTo(
                        "give deployment/pulled the template of revision 1 (web=shop:1.4.1) again"
                                + " (now web=shop:broken)");
        assertThat(preview.dataLost()).isNull();
        assertThat(lab.image("deployment/pulled"))
                .isEqualTo("shop:broken"); // a plan changes nothing

        Finding.Done undone = lab.does("kubernetes.undo", Lab.effect("undo"), with);
        assertThat(undone.outputs()).containsEntry("images", "web=shop:1.4.1");
        lab.does(
                "kubernetes.wait",
                Lab.effect("again"),
                Map.of(
                        "workload", "deployment/pulled",
                        "images", Map.of("web", "shop:1.4.1"),
                        "at-least", "2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"statefulset", "daemonset"})
    void the_others_go_back_too_also_when_the_bad_pod_never_became_ready(String kind) throws Wrong {
        String ref = kind + "/state";
        lab.running(ref, "shop:1.4.1", 2);
        lab.deploy(ref, "shop:broken");
        Map<String, Object> with = Map.of("workload", ref);
        Effect brief = Calls.effect(kind, Duration.ofSeconds(2));
        assertThat(lab.action("kubernetes.wait").apply(lab.call(with), brief))
                .isInstanceOf(Finding.NotDone.class);

        lab.does("kubernetes.undo", Lab.effect(kind), with);

        lab.settled(ref);
        assertThat(lab.image(ref)).isEqualTo("shop:1.4.1");
    }

    @Test
    void a_revision_an_image_or_the_one_before_can_be_named() throws Wrong {
        lab.running("deployment/named", "shop:1", 1);
        lab.deploy("deployment/named", "shop:2");
        lab.settled("deployment/named");
        lab.deploy("deployment/named", "shop:3");
        lab.settled("deployment/named");
        lab.does("kubernetes.restart", Lab.effect("r"), Map.of("workload", "deployment/named"));
        lab.settled("deployment/named");

        assertThat(does("to", "previous")).contains("revision 3 (web=shop:3)", "same images");
        assertThat(does("to", "previous-images")).contains("revision 2 (web=shop:2)");
        assertThat(does("revision", "1")).contains("revision 1 (web=shop:1)");
        assertThat(does("image", "shop:1")).contains("revision 1 (web=shop:1)");
        assertThat(
                        lab.plan(
                                        "kubernetes.undo",
                                        Map.of("workload", "deployment/named", "revision", "9"))
                                .obstacles())
                .singleElement()
                .asString()
                .contains("has no revision 9; there is: revision 4");
    }

    private String does(String argument, String value) {
        return lab.plan("kubernetes.undo", Map.of("workload", "deployment/named", argument, value))
                .does();
    }

    @Test
    void after_a_crash_one_look_tells_whether_it_was_done_and_twice_is_once() throws Wrong {
        lab.running("deployment/crash", "shop:1", 1);
        lab.deploy("deployment/crash", "shop:2");
        lab.settled("deployment/crash");
        Call call = lab.planned("kubernetes.undo", Map.of("workload", "deployment/crash"));
        Effect effect = Lab.effect("crash");
        var action = lab.action("kubernetes.undo");
        assertThat(action.observe(call, effect)).isInstanceOf(Finding.NotDone.class);

        lab.done(action.apply(call, effect));
        lab.settled("deployment/crash");
        assertThat(action.observe(call, effect)).isInstanceOf(Finding.Done.class);
        long generation = lab.get("deployment/crash").at("/metadata/generation").asLong();
        lab.done(action.apply(call, effect));
        assertThat(lab.get("deployment/crash").at("/metadata/generation").asLong())
                .isEqualTo(generation);

        Effect back = Lab.effect("back");
        lab.undoes("kubernetes.undo", back, call);
        assertThat(lab.image("deployment/crash")).isEqualTo("shop:2");
    }

    @Test
    void what_somebody_else_has_deployed_meanwhile_is_left_alone() throws Wrong {
        lab.running("deployment/other", "shop:1", 1);
        lab.deploy("deployment/other", "shop:2");
        lab.settled("deployment/other");
        Call call = lab.planned("kubernetes.undo", Map.of("workload", "deployment/other"));
        lab.deploy("deployment/other", "shop:3");

        assertThat(lab.action("kubernetes.undo").apply(call, Lab.effect("late")))
                .isInstanceOf(Finding.NotDone.class);
        assertThat(lab.image("deployment/other")).isEqualTo("shop:3");
    }

    @Test
    void an_executor_whose_lease_is_over_is_turned_away() throws Wrong {
        lab.running("deployment/frozen", "shop:1", 1);
        Call call =
                lab.planned(
                        "kubernetes.scale",
                        Map.of("workload", "deployment/frozen", "replicas", "0"));
        Effect later = new Effect("later-key", 8, 1, Duration.ofSeconds(20));
        lab.done(lab.action("kubernetes.scale").apply(call, later));

        Effect frozen = new Effect("frozen-key", 7, 1, Duration.ofSeconds(20));
        Finding finding = lab.action("kubernetes.scale").apply(call, frozen);

        assertThat(finding).isInstanceOf(Finding.NotDone.class);
        assertThat(((Finding.NotDone) finding).reason()).contains("epoch 8");
    }

    @Test
    void a_restart_happens_once_and_a_paused_deployment_cannot_restart() throws Wrong {
        lab.running("deployment/again", "shop:1", 1);
        Map<String, Object> with = Map.of("workload", "deployment/again");
        Effect effect = Lab.effect("restart");
        Call call = lab.planned("kubernetes.restart", with);
        var restart = lab.action("kubernetes.restart");
        assertThat(restart.observe(call, effect)).isInstanceOf(Finding.NotDone.class);
        lab.done(restart.apply(call, effect));
        lab.done(restart.apply(call, effect));
        assertThat(restart.observe(call, effect)).isInstanceOf(Finding.Done.class);
        lab.settled("deployment/again");
        assertThat(Revision.of(lab.admin, Workload.read(lab.admin, lab.admin.ref("deploy/again"))))
                .hasSize(2);

        lab.does("kubernetes.pause", Lab.effect("pause"), with);
        assertThat(lab.plan("kubernetes.restart", with).obstacles()).hasSize(1);
        assertThat(lab.plan("kubernetes.undo", with).obstacles()).hasSize(1);
        lab.does("kubernetes.resume", Lab.effect("resume"), with);
        assertThat(lab.plan("kubernetes.restart", with).obstacles()).isEmpty();
    }
}
