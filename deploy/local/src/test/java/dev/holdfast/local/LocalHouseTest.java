package dev.holdfast.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.local.HouseStatus.Part;
import dev.holdfast.local.HouseStatus.State;
import dev.holdfast.local.fake.FakeService;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// With five services that only say that they are ready.
class LocalHouseTest {
    @TempDir Path folder;
    private HouseSettings settings = new HouseSettings(Path.of("."), Path.of("."), 1, false);

    @BeforeEach
    void build() throws IOException {
        for (Service service : Service.values()) {
            Path target =
                    Files.createDirectories(folder.resolve(service.module()).resolve("target"));
            Files.writeString(target.resolve("classpath.txt"), "");
            jar(target.resolve(service.module() + ".jar"), service.mainClass());
        }
        settings = new HouseSettings(folder, folder.resolve("data"), freeBase(), false);
    }

    @Test
    void a_supervisor_in_the_background_brings_back_what_is_killed_and_leaves_nothing()
            throws Exception {
        var control = new HouseControl(settings);
        List<Long> processes;
        try {
            HouseStatus up = control.up(_ -> {});
            assertThat(up.parts()).hasSize(7).allMatch(part -> part.state() == State.READY);
            long before = part("executor").pid();
            ProcessHandle.of(before).orElseThrow().destroyForcibly();
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() ->
                            assertThat(part("executor"))
                                    .matches(p ->
                                            p.state() == State.READY
                                                    && p.pid() != before
                                                    && p.restarts() == 1));
            assertThat(environmentOf(Service.EXECUTOR))
                    .contains("HOLDFAST_KAFKA=127.0.0.1:" + settings.kafkaPort())
                    .contains("HOLDFAST_POSTGRES_PASSWORD=")
                    .contains("HOLDFAST_VERIFIER_URL=" + settings.url(Service.VERIFIER));
            processes = control.running().orElseThrow().parts().stream().map(Part::pid).toList();
        } finally {
            control.down(_ -> {});
        }
        assertThat(control.running()).isEmpty();
        assertThat(processes)
                .noneMatch(pid -> ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
    }

    @Test
    void a_taken_port_is_refused_before_anything_starts() throws IOException {
        try (var socket =
                new ServerSocket(
                        settings.port(Service.VERIFIER), 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> LocalHouse.start(settings))
                    .isInstanceOf(LocalException.class)
                    .hasMessageContaining(
                            "Port %d, which verifier-service needs", socket.getLocalPort());
        }
        assertThat(Ports.isTaken(settings.kafkaPort())).isFalse();
    }

    @Test
    void a_service_that_is_not_built_is_named_and_the_rest_is_stopped() throws IOException {
        Files.delete(folder.resolve("verifier-service/target/verifier-service.jar"));
        assertThatThrownBy(() -> LocalHouse.start(settings))
                .isInstanceOf(LocalException.class)
                .hasMessageContaining("verifier-service is not built");
        assertThat(Ports.isTaken(settings.kafkaPort())).isFalse();
        assertThat(Ports.isTaken(settings.port(Service.DETECTOR))).isFalse();
    }

    @Test
    void only_the_owner_reads_the_token_and_services_get_its_hash() throws IOException {
        Tokens.ensure(settings);
        String token = Tokens.ofThisTerminal(settings).orElseThrow();
        assertThat(Files.getPosixFilePermissions(settings.tokenFile()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.readString(settings.tokenHashFile()))
                .doesNotContain(token)
                .contains(Digests.of(token.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    private Part part(String name) {
        return new HouseControl(settings)
                .running().orElseThrow().parts().stream()
                        .filter(part -> part.name().equals(name))
                        .findFirst()
                        .orElseThrow();
    }

    private String environmentOf(Service service) throws IOException {
        try (var in = URI.create(settings.url(service)).toURL().openStream()) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    private static int freeBase() {
        return ThreadLocalRandom.current()
                .ints(20_000, 30_000)
                .filter(base ->
                        IntStream.rangeClosed(0, 92).noneMatch(i -> Ports.isTaken(base + i)))
                .findFirst()
                .orElseThrow();
    }

    private static void jar(Path file, String mainClass) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                var zip = new ZipOutputStream(out)) {
            for (String name : List.of(mainClass, FakeService.class.getName())) {
                String entry = name.replace('.', '/') + ".class";
                zip.putNextEntry(new ZipEntry(entry));
                try (var in = LocalHouseTest.class.getClassLoader().getResourceAsStream(entry)) {
                    assertThat(in).isNotNull();
                    in.transferTo(zip);
                }
            }
        }
    }
}
