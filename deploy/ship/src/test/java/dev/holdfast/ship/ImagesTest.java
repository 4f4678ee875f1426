package dev.holdfast.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.local.LocalKafka;
import dev.holdfast.local.LocalPostgres;
import dev.holdfast.local.Ports;
import dev.holdfast.local.Service;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Images made here, loaded into a real Docker engine, started against a real broker and database.
/// `-Dimages=all` tries all five, otherwise one.
class ImagesTest {
    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
    private static final String TAG = "test-" + ProcessHandle.current().pid();
    private static final Duration START = Duration.ofMinutes(3);

    @Test
    void a_service_of_an_image_is_healthy_as_nobody_with_no_right_and_no_shell() throws Exception {
        Docker.needed();
        for (Service service : Service.values()) {
            assumeTrue(
                    Files.exists(ROOT.resolve(service.module()).resolve("target/classpath.txt")),
                    service.module() + " is not packaged: mvn -DskipTests package");
        }
        List<Service> services =
                "all".equals(System.getProperty("images"))
                        ? Arrays.asList(Service.values())
                        : List.of(Service.DECISION);
        ImageOrder order =
                new ImageOrder(
                        ROOT,
                        ROOT.resolve("target/images"),
                        services,
                        "holdfast",
                        TAG,
                        null,
                        false);
        new Images(order).make(System.out::println);
        LocalKafka kafka = LocalKafka.shared();
        LocalPostgres postgres = LocalPostgres.shared();
        for (Service service : services) {
            String image = order.reference(service);
            try {
                assertThat(Docker.says("load", "-i", order.tar(service).toString()))
                        .contains(image);
                runs(image, kafka.environment(), postgres.environment());
            } finally {
                Docker.run("rmi", "-f", image);
                Files.deleteIfExists(order.tar(service));
            }
        }
    }

    private static void runs(String image, Map<String, String> kafka, Map<String, String> postgres)
            throws Exception {
        int port = Ports.free();
        var line = new ArrayList<String>(List.of("run", "-d", "--network", "host"));
        line.addAll(List.of("--read-only", "--tmpfs", "/tmp:exec", "--tmpfs", "/data:uid=10001"));
        line.addAll(List.of("--cap-drop", "ALL", "--security-opt", "no-new-privileges"));
        line.addAll(List.of("--memory", "512m"));
        kafka.forEach((name, value) -> line.addAll(List.of("-e", name + "=" + value)));
        postgres.forEach((name, value) -> line.addAll(List.of("-e", name + "=" + value)));
        line.addAll(List.of("-e", "HOLDFAST_PORT=" + port, image));
        String container = Docker.says(line.toArray(String[]::new)).lines().toList().getLast();
        try {
            String health = "http://127.0.0.1:%d/health/".formatted(port);
            await(image)
                    .atMost(START)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        assertThat(Docker.says("inspect", "-f", "{{.State.Running}}", container))
                                .as(() -> logs(container))
                                .isEqualTo("true");
                        Docker.Said said = probe(container, health + "readiness");
                        assertThat(said.text()).doesNotContain("Could not find or load");
                        return said.code() == 0;
                    });
            assertThat(probe(container, health + "liveness").code()).isZero();
            assertThat(probe(container, health + "nothing").code()).isEqualTo(1);
            assertThat(Docker.says("top", container, "-eo", "pid,uid").lines().skip(1))
                    .isNotEmpty()
                    .allMatch(row -> row.strip().matches("\\d+\\s+10001"));
            assertThat(Docker.run("exec", container, "/bin/sh", "-c", "true").code()).isNotZero();
            Docker.says("stop", "-t", "30", container);
            // Told to end, not killed.
            assertThat(Docker.says("inspect", "-f", "{{.State.ExitCode}}", container))
                    .isEqualTo("143");
        } finally {
            Docker.run("rm", "-f", container);
        }
    }

    private static Docker.Said probe(String container, String url) throws Exception {
        return Docker.run(
                "exec",
                container,
                "/opt/java/bin/java",
                "-XX:+UseCompactObjectHeaders",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx16m",
                "-cp",
                "/app/backbone.jar",
                "dev.holdfast.backbone.service.Probe",
                url);
    }

    private static String logs(String container) {
        try {
            return Docker.run("logs", "--tail", "40", container).text();
        } catch (Exception e) {
            return e.toString();
        }
    }
}
