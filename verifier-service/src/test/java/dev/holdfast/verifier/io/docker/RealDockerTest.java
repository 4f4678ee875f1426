package dev.holdfast.verifier.io.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.verifier.io.Trial;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Against a real engine, where one answers on its usual socket; the image is made here.
class RealDockerTest {
    private static final Path SOCKET = Path.of("/var/run/docker.sock");
    private static final Path BUSYBOX = Path.of("/bin/busybox");
    private static final String PROJECT = "verified" + ProcessHandle.current().pid();
    private static final String IMAGE = "holdfast-verified:1.4.1";

    @TempDir private static Path folder;
    private static final List<String> STARTED = new ArrayList<>();

    @BeforeAll
    static void two_containers_of_one_service() throws Exception {
        assumeTrue(Files.isExecutable(BUSYBOX), "busybox-static is not installed");
        assumeTrue(Files.exists(SOCKET) && ran("docker", "info"), "no docker engine answers");
        assumeTrue(!ran("ldd", BUSYBOX.toString()), "busybox is not static: busybox-static");
        Path bin = Files.createDirectories(folder.resolve("root/bin"));
        Files.copy(BUSYBOX, bin.resolve("busybox"));
        for (String name : List.of("sh", "sleep", "echo", "test", "touch", "rm")) {
            Files.createSymbolicLink(bin.resolve(name), Path.of("busybox"));
        }
        String tar = folder.resolve("root.tar").toString();
        said("tar", "-C", folder.resolve("root").toString(), "-cf", tar, ".");
        said("docker", "import", tar, IMAGE);
        container("api", "touch /well; echo all is well; sleep 600");
        container("broken", "echo ERROR no database; sleep 600");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> said("docker", "inspect", STARTED.getFirst()).contains("\"healthy\""));
    }

    private static void container(String service, String script) throws Exception {
        STARTED.add(
                said(
                                "docker",
                                "run",
                                "-d",
                                "--network",
                                "none",
                                "--stop-signal",
                                "KILL",
                                "-e",
                                "MODE=live",
                                "--label",
                                "com.docker.compose.project=" + PROJECT,
                                "--label",
                                "com.docker.compose.service=" + service,
                                "--health-cmd",
                                "test -e /well",
                                "--health-interval",
                                "1s",
                                "--health-retries",
                                "1",
                                IMAGE,
                                "/bin/sh",
                                "-c",
                                script)
                        .strip());
    }

    @AfterAll
    static void nothing_stays() throws Exception {
        for (String id : STARTED) {
            said("docker", "rm", "-f", id);
        }
    }

    private static Trial trial(String check) {
        return Trial.of("checks: { it: { %s } }".formatted(check)).docker(SOCKET);
    }

    private static Trial service(String service, String more) {
        return trial("docker: { project: %s, service: %s%s }".formatted(PROJECT, service, more));
    }

    @Test
    void what_runs_is_healthy_and_of_the_right_image_passes() throws Exception {
        service("api", ", healthy: true, containers: 1, image: \"holdfast-verified:${to}\"")
                .passes();
        service("api", ", image: \"holdfast-verified:1.5.0\"").fails("runs " + IMAGE);
        service("api", ", running-for: 1h").fails("must run for");
        service("api", ", containers: 2").fails("1 containers are there, must be 2");
        service("nobody", "").fails("0 containers are there");
    }

    @Test
    void what_is_not_healthy_or_has_ended_fails() throws Exception {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> said("docker", "inspect", STARTED.getLast()).contains("unhealthy"));
        service("broken", "").fails("unhealthy");
        said("docker", "kill", STARTED.getLast());
        service("broken", "").fails("is exited");
    }

    @Test
    void its_log_and_its_environment_are_the_engines_own() throws Exception {
        String log = "log: { docker: { project: %s, service: %s }, without: ERROR, since: 10m }";
        trial(log.formatted(PROJECT, "api")).passes();
        trial(log.formatted(PROJECT, "broken")).fails("1 of 1 lines match");
        String environment =
                "environment: { docker: { project: %s, service: api }, variables: { MODE: %s } }";
        trial(environment.formatted(PROJECT, "live")).passes();
        trial(environment.formatted(PROJECT, "test")).fails("is live");
    }

    private static boolean ran(String... line) throws IOException, InterruptedException {
        return new ProcessBuilder(line)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private static String said(String... line) throws IOException, InterruptedException {
        Process p = new ProcessBuilder(line).redirectErrorStream(true).start();
        String out = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(p.waitFor()).as("%s: %s", String.join(" ", line), out).isZero();
        return out;
    }
}
