package dev.holdfast.executor.io.compose;

import static dev.holdfast.executor.io.Outside.done;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.Allowed;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.flow.EffectAction;
import dev.holdfast.executor.io.Calls;
import dev.holdfast.executor.io.Outside;
import dev.holdfast.executor.io.place.Bench;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Against a real dockerd and docker-compose; the images are made here by `docker import`.
class ComposeTest {
    private final Bench bench = new Bench(Set.of());
    private final ComposeImage image = new ComposeImage(bench);
    private final ComposeUp up = ComposeUp.up(bench);

    @TempDir private Path home;
    private String project = "";
    private boolean begun;

    @BeforeAll
    static void twoImages(@TempDir Path folder) throws Exception {
        Outside.needs("docker", "docker.io");
        Outside.needs("docker-compose", "docker-compose");
        String busybox = Outside.needs("busybox", "busybox-static");
        assumeTrue(answers("docker", "info"), "no dockerd answers");
        assumeTrue(!answers("ldd", busybox), "busybox is not static: install busybox-static");
        for (String version : List.of("1.4.1", "1.5.0")) {
            Path root = Files.createDirectories(folder.resolve("root-" + version + "/bin"));
            Files.copy(Path.of(busybox), root.resolve("busybox"));
            Files.createSymbolicLink(root.resolve("sh"), Path.of("busybox"));
            Files.createSymbolicLink(root.resolve("sleep"), Path.of("busybox"));
            Files.createSymbolicLink(root.resolve("true"), Path.of("busybox"));
            Files.createSymbolicLink(root.resolve("false"), Path.of("busybox"));
            Files.writeString(root.resolve("version"), version);
            String tar = folder.resolve(version + ".tar").toString();
            String all = folder.resolve("root-" + version).toString();
            Outside.run(folder, "tar", "-C", all, "-cf", tar, ".");
            Outside.run(folder, "docker", "import", tar, "holdfast-test:" + version);
        }
    }

    @BeforeEach
    void twoServicesAreWrittenDown() throws Exception {
        home = home.toRealPath();
        project = "holdfasttest" + ProcessHandle.current().pid();
        Files.writeString(
                home.resolve("docker-compose.yml"),
                """
                version: "3.7"
                services:
                  db:
                    image: holdfast-test:1.5.0
                    network_mode: none
                    command: ["/bin/sleep", "600"]
                    stop_signal: SIGKILL
                  app:
                    image: holdfast-test:1.5.0
                    network_mode: none
                    depends_on: [db]
                    command: ["/bin/sleep", "600"]
                    stop_signal: SIGKILL
                    healthcheck: {test: ["CMD", "/bin/true"], interval: 1s}
                """);
    }

    @AfterEach
    void nothingStays() throws Exception {
        if (begun) {
            compose("rm", "--force", "--stop");
        }
    }

    private void starts() throws Exception {
        begun = true;
        compose("up", "-d");
    }

    private static boolean answers(String... line) throws InterruptedException, IOException {
        return new ProcessBuilder(line)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private String compose(String... words) throws Exception {
        String[] line = new String[words.length + 3];
        System.arraycopy(new String[] {"docker-compose", "-p", project}, 0, line, 0, 3);
        System.arraycopy(words, 0, line, 3, words.length);
        return Outside.run(home, line);
    }

    private Call call(Map<String, Object> more, Map<String, String> rests) {
        Map<String, Object> with = new HashMap<>(more);
        with.put("folder", home.toString());
        with.put("project", project);
        return Calls.call(new Allowed(List.of(), List.of(), List.of(home.toString())), with, rests);
    }

    private Call planned(EffectAction action, Map<String, Object> more) {
        var preview = action.plan(call(more, Map.of()));
        assertThat(preview.obstacles()).isEmpty();
        return call(more, preview.rests());
    }

    private String running(String service) throws Exception {
        String id = compose("ps", "-q", service);
        return Outside.run(home, "docker", "inspect", "--format", "{{.Config.Image}} {{.Id}}", id);
    }

    @Test
    void one_service_goes_back_to_the_earlier_image_and_the_database_is_not_touched()
            throws Exception {
        starts();
        String db = running("db");
        Effect naming = Calls.effect("image", Duration.ofSeconds(60));
        Effect starting = Calls.effect("up", Duration.ofSeconds(60));
        Call images = planned(image, Map.of("images", Map.of("app", "holdfast-test:1.4.1")));
        done(image.apply(images, naming));
        done(image.observe(images, naming));
        Call services = planned(up, Map.of("services", List.of("app")));
        done(up.apply(services, starting));

        assertThat(running("app")).startsWith("holdfast-test:1.4.1");
        assertThat(running("db")).isEqualTo(db);
        done(up.observe(services, starting));
        // The team's own file is as they wrote it.
        assertThat(Files.readString(home.resolve("docker-compose.yml"))).doesNotContain("1.4.1");

        done(image.undo(images, naming));
        done(image.observeUndo(images, naming));
        done(up.apply(services, Calls.effect("again", Duration.ofSeconds(60))));
        assertThat(running("app")).startsWith("holdfast-test:1.5.0");
        done(
                ComposeUp.stop(bench)
                        .apply(
                                call(Map.of("services", List.of("app")), Map.of()),
                                Calls.effect("stop", Duration.ofSeconds(60))));
        assertThat(running("db")).isEqualTo(db);
    }

    @Test
    void images_and_services_that_are_not_there_are_refused_before_anything_changes() {
        assertThat(
                        image.plan(
                                        call(
                                                Map.of("images", Map.of("app", "holdfast-test:9")),
                                                Map.of()))
                                .obstacles())
                .anyMatch(o -> o.contains("is not here"));
        assertThat(up.plan(call(Map.of("services", List.of("ap")), Map.of())).obstacles())
                .anyMatch(o -> o.contains("no service"));
        assertThat(image.plan(call(Map.of("images", Map.of("app", "x; id")), Map.of())).obstacles())
                .anyMatch(o -> o.contains("no name of an image"));
        assertThat(home.resolve(Project.OVERRIDE)).doesNotExist();
    }

    @Test
    void a_service_that_does_not_become_healthy_is_told() throws Exception {
        starts();
        Files.writeString(
                home.resolve("docker-compose.yml"),
                Files.readString(home.resolve("docker-compose.yml"))
                        .replace("/bin/true", "/bin/false"));
        Call services = planned(up, Map.of("services", List.of("app")));

        Finding finding = up.apply(services, Calls.effect("sick", Duration.ofSeconds(30)));

        assertThat(finding)
                .isInstanceOfSatisfying(
                        Finding.NotDone.class, f -> assertThat(f.reason()).contains("health"));
    }
}
