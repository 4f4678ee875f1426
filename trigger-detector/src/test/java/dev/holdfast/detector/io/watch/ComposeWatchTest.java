package dev.holdfast.detector.io.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Against a real dockerd and docker-compose; the images are made here by `docker import`.
class ComposeWatchTest {
    @TempDir private Path home;
    private String project = "";

    @BeforeEach
    void twoImagesAndAService() throws Exception {
        for (String program : List.of("docker", "docker-compose", "busybox")) {
            assumeTrue(Files.isExecutable(Path.of("/usr/bin", program)), "no " + program);
        }
        assumeTrue(code("docker", "info") == 0, "no dockerd answers");
        assumeTrue(code("ldd", "/usr/bin/busybox") != 0, "busybox is not static: busybox-static");
        for (String version : List.of("1.4.1", "1.5.0")) {
            Path bin = Files.createDirectories(home.resolve("root-" + version + "/bin"));
            Files.copy(Path.of("/usr/bin/busybox"), bin.resolve("busybox"));
            Files.createSymbolicLink(bin.resolve("sleep"), Path.of("busybox"));
            Files.writeString(bin.resolve("version"), version);
            String tar = home.resolve(version + ".tar").toString();
            run("tar", "-C", home.resolve("root-" + version).toString(), "-cf", tar, ".");
            run("docker", "import", tar, "holdfast-watch:" + version);
        }
        project = "holdfastwatch" + ProcessHandle.current().pid();
        runs("1.4.1", "600");
    }

    @AfterEach
    void nothingStays() throws Exception {
        if (!project.isEmpty()) {
            run("docker-compose", "-p", project, "kill");
            run("docker-compose", "-p", project, "rm", "-f");
        }
    }

    private void runs(String version, String seconds) throws Exception {
        Files.writeString(
                home.resolve("docker-compose.yml"),
                """
                version: "3.7"
                services:
                  app:
                    image: holdfast-watch:%s
                    network_mode: none
                    command: ["/bin/sleep", "%s"]
                    stop_signal: SIGKILL
                    labels: {org.opencontainers.image.revision: c0ffee}
                """
                        .formatted(version, seconds));
        run("docker-compose", "-p", project, "up", "-d");
    }

    private int code(String... line) throws IOException, InterruptedException {
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private void run(String... line) throws Exception {
        Process process =
                new ProcessBuilder(line).directory(home.toFile()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(new ArrayList<>(List.of(line)) + said).isZero();
    }

    private static void becomes(Ear ear, String... told) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(ear.told()).endsWith(told));
    }

    @Test
    void a_service_that_comes_up_with_another_image_is_a_deployment_and_one_that_falls_has_failed()
            throws Exception {
        String pack =
                """
                system: shop
                environments:
                  production:
                    components: [backend]
                    watch:
                      - component: backend
                        compose: {project: %s, service: app}
                        every: 500ms
                        deadline: 10s
                """
                        .formatted(project);
        try (Ear ear = new Ear(pack)) {
            ear.watches();
            becomes(ear, "image.seen 1.4.1");
            runs("1.4.1", "601"); // other settings, the same image: no deployment
            runs("1.5.0", "600");
            becomes(ear, "deployment.finished 1.5.0");
            assertThat(ear.told()).doesNotContain("deployment.finished 1.4.1");
            runs("1.4.1", "0");
            becomes(ear, "deployment.failed 1.4.1");
            assertThat(ear.up()).isOne();
        }
    }
}
