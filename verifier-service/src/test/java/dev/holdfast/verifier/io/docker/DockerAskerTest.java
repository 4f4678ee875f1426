package dev.holdfast.verifier.io.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.verifier.io.Trial;
import dev.holdfast.verifier.io.docker.FakeEngine.Reply;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/// The protocol of Docker's engine over its socket, as its reference documents it; the engine itself
/// is played.
class DockerAskerTest {
    private volatile String state = "";
    private volatile byte[] log = new byte[0];

    @TempDir Path folder = Path.of("");

    private static String container(String state, String more) {
        return """
        {"Id":"c1","Name":"/shop_api_1","Config":{"Image":"shop:1.4.1","Env":["MODE=live","API_TOKEN=x9x9x9"],"Tty":false},
         "RestartCount":2,"State":{"Status":"%s","Running":true%s,"StartedAt":"%s"}}\
        """
                .formatted(state, more, Instant.now().minusSeconds(90));
    }

    private FakeEngine engine() throws Exception {
        return new FakeEngine(
                folder,
                path -> {
                    if (path.startsWith("/containers/json")) {
                        assertThat(path).contains("com.docker.compose.project%3Dshop");
                        return Reply.json("[{\"Id\":\"c1\"}]");
                    }
                    if (path.startsWith("/containers/c1/logs")) {
                        return new Reply(200, log);
                    }
                    return path.equals("/containers/c1/json")
                            ? Reply.json(state)
                            : new Reply(
                                    404, "{\"message\":\"no\"}".getBytes(StandardCharsets.UTF_8));
                });
    }

    private Trial trial(String check) {
        return Trial.of("checks: { it: { %s } }".formatted(check))
                .docker(folder.resolve("docker.sock"));
    }

    private Trial docker(String more) {
        return trial("docker: { project: shop, service: api%s }".formatted(more));
    }

    @Test
    void running_and_healthy_containers_of_the_right_image_pass() throws Exception {
        try (FakeEngine _ = engine()) {
            state = container("running", ",\"Health\":{\"Status\":\"healthy\"}");
            docker(", healthy: true, image: \"shop:${to}\", running-for: 1m, containers: 1")
                    .passes();
            docker(", image: shop:1.5.0").fails("runs shop:1.4.1, must run shop:1.5.0");
            docker(", running-for: 2m").fails("2 restarts");
            docker(", containers: 2").fails("1 containers are there, must be 2");
            state = container("running", ",\"Health\":{\"Status\":\"starting\"}");
            docker("").fails("running, starting");
            state = container("running", "");
            docker("").passes();
            docker(", healthy: true").fails("is running");
            state = container("exited", "");
            docker("").fails("is exited");
            state = container("running", ",\"Restarting\":true");
            docker("").fails("is restarting");
            trial("docker: { container: nobody }").fails("0 containers are there");
        }
    }

    @Test
    void logs_come_in_frames_and_half_a_frame_is_no_log() throws Exception {
        String now = Instant.now().toString();
        try (FakeEngine _ = engine()) {
            state = container("running", "");
            String check =
                    "log: { docker: { project: shop, service: api }, without: ERROR, since: 5m }";
            log = frames(now + " all is well é\n", now + " still\n");
            trial(check).passes();
            log = frames(now + " fine\n", now + " ERROR no database\n");
            trial(check).fails("1 of 2 lines match");
            log = new byte[0];
            trial(check).isInconclusive("no line");
            byte[] whole = frames(now + " fine\n");
            log = java.util.Arrays.copyOf(whole, whole.length - 4);
            trial(check).isInconclusive("half a log");
        }
    }

    @Test
    void the_environment_is_compared_and_secrets_are_not_shown() throws Exception {
        try (FakeEngine _ = engine()) {
            state = container("running", "");
            String from = "environment: { docker: { project: shop }, variables: { %s } }";
            Trial right = trial(from.formatted("MODE: live, API_TOKEN: x9x9x9")).passes();
            assertThat(right.evidence()).contains("MODE=live").doesNotContain("x9x9x9");
            Trial wrong = trial(from.formatted("API_TOKEN: y8y8y8"));
            wrong.fails("API_TOKEN of container shop_api_1 is not as wanted");
            assertThat(wrong.ask().says()).doesNotContain("x9x9x9");
            trial(from.formatted("MODE: test")).fails("MODE of container shop_api_1 is live");
            trial(from.formatted("OTHER: x")).fails("is not set");
            trial(from.formatted("OTHER: { exists: false }")).passes();
        }
    }

    @Test
    void gone_slow_and_lying_engines_are_inconclusive() throws Exception {
        docker("").isInconclusive("cannot be reached");
        Trial.of("checks: { it: { docker: { container: a } } }")
                .isInconclusive("HOLDFAST_CHECK_DOCKER");
        try (FakeEngine _ = new FakeEngine(folder, _ -> null)) {
            docker("").timeout(Duration.ofMillis(300)).isInconclusive("300 ms");
        }
        java.nio.file.Files.delete(folder.resolve("docker.sock"));
        try (FakeEngine _ = new FakeEngine(folder, _ -> Reply.json("<html>fine</html>"))) {
            docker("").isInconclusive("no JSON");
        }
    }

    private static byte[] frames(String... pieces) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String piece : pieces) {
            byte[] text = piece.getBytes(StandardCharsets.UTF_8);
            out.writeBytes(
                    ByteBuffer.allocate(8)
                            .put((byte) 1)
                            .put(new byte[3])
                            .putInt(text.length)
                            .array());
            out.writeBytes(text);
        }
        return out.toByteArray();
    }
}
