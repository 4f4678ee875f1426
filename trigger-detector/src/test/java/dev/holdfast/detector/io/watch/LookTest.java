package dev.holdfast.detector.io.watch;

import static dev.holdfast.detector.domain.release.Sighting.State.FAILING;
import static dev.holdfast.detector.domain.release.Sighting.State.ROLLING;
import static dev.holdfast.detector.domain.release.Sighting.State.RUNNING;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.pack.ImageWatch;
import dev.holdfast.detector.domain.release.Sighting.State;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.time.Duration;

class LookTest {
    @ParameterizedTest
    @CsvSource({
        "shop/web:1.5.0, 1.5.0",
        "registry.example:5000/shop/web:1.5.0, 1.5.0",
        "registry.example:5000/shop/web, latest",
        "web, latest",
        "web:1.5.0@sha256:0a1b, 1.5.0",
        "shop/web@sha256:0a1b, sha256:0a1b",
    })
    void the_tag_is_the_release(String image, String release) {
        assertThat(Look.Seen.of(image, RUNNING, "").release()).isEqualTo(release);
    }

    private static State rollout(String kind, int generation, String status) throws IOException {
        return Rollout.of(
                        json(
                                """
                                {"kind":"%s","metadata":{"generation":%d},"status":{"observedGeneration":2,%s},
                                 "spec":{"replicas":2,"template":{"spec":{"containers":[{"name":"a","image":"x:1"}]}}}}
                                """
                                        .formatted(kind, generation, status)),
                        null)
                .state();
    }

    private static JsonNode json(String text) throws IOException {
        try {
            return Json.read(text, JsonNode.class);
        } catch (Json.Unreadable e) {
            throw new IOException(e);
        }
    }

    @Test
    void a_deployment_runs_when_all_replicas_are_new_and_available_and_no_old_one_is_left()
            throws IOException {
        String all = "\"updatedReplicas\":2,\"availableReplicas\":2,\"replicas\":";
        assertThat(rollout("Deployment", 2, all + 2)).isEqualTo(RUNNING);
        assertThat(rollout("Deployment", 2, all + 3)).isEqualTo(ROLLING);
        assertThat(rollout("Deployment", 3, all + 2)).isEqualTo(ROLLING);
        assertThat(
                        rollout(
                                "Deployment",
                                2,
                                """
                                "conditions":[{"type":"Progressing","reason":"ProgressDeadlineExceeded"}]\
                                """))
                .isEqualTo(FAILING);
    }

    @Test
    void sets_run_when_all_of_them_are_updated_and_there() throws IOException {
        String set = "\"readyReplicas\":%d,\"updatedReplicas\":%d,\"currentRevision\":\"%s\",";
        String now = "\"updateRevision\":\"b\"";
        assertThat(rollout("StatefulSet", 2, set.formatted(2, 0, "b") + now)).isEqualTo(RUNNING);
        assertThat(rollout("StatefulSet", 2, set.formatted(2, 1, "a") + now)).isEqualTo(ROLLING);
        assertThat(rollout("StatefulSet", 2, set.formatted(1, 2, "a") + now)).isEqualTo(ROLLING);
        String daemon =
                "\"desiredNumberScheduled\":3,\"updatedNumberScheduled\":3,\"numberAvailable\":";
        assertThat(rollout("DaemonSet", 2, daemon + 3)).isEqualTo(RUNNING);
        assertThat(rollout("DaemonSet", 2, daemon + 2)).isEqualTo(ROLLING);
    }

    private static String container(int n, String image, String state) {
        return """
        {"Id":"%d","Created":"2026-11-20T12:00:0%dZ","Config":{"Image":"%s"},"State":{%s}}\
        """
                .formatted(n, n, image, state);
    }

    @Test
    void containers_run_when_they_are_healthy_or_have_stood_for_two_looks() throws IOException {
        var look = new ComposeLook(new Docker("docker"), new ImageWatch.Compose("a", "b"));
        String up = "\"Status\":\"running\",\"StartedAt\":\"now\"";
        String well = up + ",\"Health\":{\"Status\":\"healthy\"}";
        JsonNode one = json("[" + container(1, "x:1", up) + "]");
        assertThat(look.seen(one, 0).state()).isEqualTo(ROLLING);
        assertThat(look.seen(one, 0).state()).isEqualTo(RUNNING);
        JsonNode mixed =
                json("[%s,%s]".formatted(container(1, "x:1", up), container(2, "x:2", well)));
        assertThat(look.seen(mixed, 2_000).release()).isEqualTo("2");
        assertThat(look.seen(mixed, 2_000).state()).isEqualTo(ROLLING);
        JsonNode next = json("[" + container(2, "x:2", well) + "]");
        assertThat(look.seen(next, 4_000).state()).isEqualTo(RUNNING);
    }

    /// As Compose does it when a service comes up before what it needs: it ends, is started again after a
    /// moment, and is well.
    @Test
    void a_container_that_ends_once_and_comes_up_has_not_failed_and_one_that_stays_down_has()
            throws IOException {
        var look = new ComposeLook(new Docker("docker"), new ImageWatch.Compose("a", "b"));
        String up = "\"Status\":\"running\",\"StartedAt\":\"%s\"";
        JsonNode first = json("[" + container(2, "x:2", up.formatted("1")) + "]");
        JsonNode second = json("[" + container(2, "x:2", up.formatted("2")) + "]");
        JsonNode down =
                json("[" + container(2, "x:2", "\"Status\":\"restarting\",\"ExitCode\":1") + "]");
        assertThat(look.seen(first, 0).state()).isEqualTo(ROLLING);
        assertThat(look.seen(down, 2_000).state()).isEqualTo(ROLLING);
        assertThat(look.seen(down, 2_000).told()).contains("restarting, its code was 1");
        assertThat(look.seen(second, 4_000).state()).isEqualTo(ROLLING);
        assertThat(look.seen(second, 6_000).state()).isEqualTo(ROLLING);
        assertThat(look.seen(second, 16_000).state()).isEqualTo(RUNNING);
        for (int at = 20_000; at < 80_000; at += 2_000) {
            assertThat(look.seen(down, at).state()).isEqualTo(ROLLING);
        }
        assertThat(look.seen(down, 80_000).state()).isEqualTo(FAILING);
    }

    @Test
    void what_somebody_holds_on_its_way_on_purpose_never_fails_by_time() throws IOException {
        String late =
                "{\"kind\":\"%s\",\"spec\":{%s,\"replicas\":2,\"template\":{\"spec\":"
                        + "{\"containers\":[{\"image\":\"x:2\"}]}}},\"status\":{\"updatedReplicas\":1,"
                        + "\"desiredNumberScheduled\":2,\"conditions\":[{\"type\":\"Progressing\","
                        + "\"reason\":\"ProgressDeadlineExceeded\"}]}}";
        String byHand = "\"updateStrategy\":{\"type\":\"OnDelete\"}";
        for (JsonNode held :
                new JsonNode[] {
                    json(late.formatted("Deployment", "\"paused\":true")),
                    json(late.formatted("DaemonSet", byHand)),
                    json(late.formatted("StatefulSet", byHand))
                }) {
            Look.Seen seen = Rollout.of(held, null);
            assertThat(seen.state()).as("%s", held).isEqualTo(ROLLING);
            var progress = new Progress(watch());
            assertThat(progress.news(seen, 0)).isPresent();
            assertThat(progress.news(seen, 1_000_000).orElseThrow().attributes())
                    .containsEntry("state", "rolling");
        }
        JsonNode goesOn = json(late.formatted("Deployment", "\"paused\":false"));
        assertThat(Rollout.of(goesOn, null).state()).isEqualTo(FAILING);
    }

    private static ImageWatch watch() {
        return new ImageWatch(
                "backend",
                new ImageWatch.Compose("shop", "web"),
                Duration.ofSeconds(1),
                Duration.ofMillis(100));
    }

    /// The stream may have passed over it: by the clock of another instance it was an old look.
    @Test
    void what_is_seen_is_said_again_each_minute() {
        var progress = new Progress(watch());
        var runs = Look.Seen.of("x:2", RUNNING, "");
        assertThat(progress.news(runs, 0)).isPresent();
        progress.said();
        assertThat(progress.news(runs, 59_999)).isEmpty();
        assertThat(progress.news(runs, 60_000)).isPresent();
        progress.said();
        assertThat(progress.news(runs, 60_001)).isEmpty();
    }

    @Test
    void what_is_not_everywhere_at_its_deadline_has_failed_and_each_is_said_once() {
        var progress = new Progress(watch());
        var rolling = Look.Seen.of("x:2", ROLLING, "1 of 2");
        assertThat(progress.news(rolling, 1_000).orElseThrow().attributes())
                .containsEntry("state", "rolling")
                .containsEntry("workload", "shop/web");
        assertThat(progress.news(rolling, 1_050)).as("was not written").isPresent();
        progress.said();
        assertThat(progress.news(rolling, 1_099)).isEmpty();
        assertThat(progress.news(rolling, 1_100).orElseThrow().attributes())
                .containsEntry("state", "failing")
                .containsEntry("reason", "not complete after PT0.1S: 1 of 2");
        progress.said();
        assertThat(progress.news(rolling, 1_101)).isEmpty();
        assertThat(progress.news(Look.Seen.of("x:2", RUNNING, ""), 1_200)).isPresent();
    }

    @Test
    void a_kubeconfig_that_points_elsewhere_is_refused_and_none_of_it_is_told() {
        String config =
                """
                current-context: a
                contexts: [{name: a, context: {cluster: c, user: u}}]
                clusters: [{name: c, cluster: {server: "https://10.0.0.1:6443"}}]
                users: [{name: u, user: {token: top-secret}}]
                """;
        for (String wrong :
                new String[] {
                    config.replace("token: top-secret", "exec: {command: rm}"),
                    config.replace("token: top-secret", "tokenFile: /etc/shadow"),
                    config.replace("https:", "http:"),
                    config.replace("cluster: c,", "cluster: d,"),
                    "top-secret",
                    ""
                }) {
            assertThatThrownBy(() -> Access.parse(wrong, null))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("kubeconfig")
                    .hasMessageNotContaining("top-secret");
        }
    }
}
