package dev.holdfast.ship;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.local.Service;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What deploy/compose ships, as Docker Compose itself reads it.
class ComposeFileTest {
    private static final Path FOLDER = Path.of("..", "compose");

    @TempDir private Path secrets;

    @Test
    void every_service_is_kept_small_told_secrets_by_file_and_open_to_this_host_alone()
            throws Exception {
        JsonNode services = config().path("services");
        assertThat(services.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "detector",
                        "decision",
                        "executor",
                        "verifier",
                        "notifier",
                        "kafka",
                        "postgres");
        for (Service service : Service.values()) {
            JsonNode it = services.path(service.shortName());
            assertThat(it.path("image").asText())
                    // No registry is asked for images that somebody else may have pushed there.
                    .isEqualTo("localhost/holdfast/%s:0.1.0", service.module());
            assertThat(it.path("read_only").asBoolean()).isTrue();
            assertThat(it.path("cap_drop")).hasToString("[\"ALL\"]");
            assertThat(it.path("ports")).hasSize(1);
            assertThat(it.path("ports").toString())
                    .contains("127.0.0.1")
                    .contains(Integer.toString(service.port()));
            assertThat(it.at("/healthcheck/test").toString())
                    .contains("\"CMD\",\"java\"") // on any base that has one on its path
                    .contains(":%d/health/liveness".formatted(service.port()));
        }
        for (JsonNode it : services) {
            assertThat(it.path("mem_limit").asText()).isNotEmpty();
            assertThat(it.path("healthcheck").isObject()).isTrue();
            assertThat(it.path("logging").isObject()).isTrue();
            it.path("environment")
                    .properties()
                    .forEach(e -> {
                        if (e.getKey().contains("PASSWORD")) {
                            assertThat(e.getKey()).endsWith("_FILE");
                        }
                    });
        }
        for (String ours : List.of("kafka", "postgres")) {
            assertThat(services.path(ours).has("ports")).as(ours).isFalse();
            assertThat(services.path(ours).path("networks").toString())
                    .contains("inside")
                    .doesNotContain("outside");
        }
    }

    @Test
    void what_is_prepared_is_a_password_and_two_tokens_that_are_kept_as_hashes() throws Exception {
        String said = run(List.of(FOLDER.resolve("prepare").toString(), secrets.toString()));
        String admin = said.strip().replaceFirst(".*: ", "");
        assertThat(admin).matches("[0-9a-f]{48}");
        List<String> lines = Files.readAllLines(secrets.resolve("tokens"));
        assertThat(lines)
                .containsExactly(
                        dev.holdfast.backbone.service.Tokens.hash(admin) + " admin admin",
                        dev.holdfast.backbone.service.Tokens.hash(
                                        Files.readString(secrets.resolve("service-token")))
                                + " verifier-service viewer");
        assertThat(Files.readString(secrets.resolve("postgres-password"))).hasSize(48);

        assertThat(run(List.of(FOLDER.resolve("prepare").toString(), secrets.toString())))
                .contains("nothing is changed");
        assertThat(Files.readAllLines(secrets.resolve("tokens"))).isEqualTo(lines);

        // Who has lost the verifier's token has another, and the services know it.
        Files.delete(secrets.resolve("service-token"));
        assertThat(run(List.of(FOLDER.resolve("prepare").toString(), secrets.toString())))
                .contains("a line is added");
        lines = new ArrayList<>(lines);
        lines.add(
                dev.holdfast.backbone.service.Tokens.hash(
                                Files.readString(secrets.resolve("service-token")))
                        + " verifier-service viewer");
        assertThat(Files.readAllLines(secrets.resolve("tokens"))).isEqualTo(lines);

        // Who has lost the administrator's token makes another, and the database still opens.
        String password = Files.readString(secrets.resolve("postgres-password"));
        Files.delete(secrets.resolve("tokens"));
        run(List.of(FOLDER.resolve("prepare").toString(), secrets.toString()));
        assertThat(Files.readString(secrets.resolve("postgres-password"))).isEqualTo(password);
        assertThat(Files.readAllLines(secrets.resolve("tokens")))
                .hasSize(2)
                .doesNotContain(lines.getFirst())
                .contains(lines.getLast());
    }

    private static JsonNode config() throws Exception {
        for (List<String> tool : List.of(List.of("docker-compose"), List.of("docker", "compose"))) {
            List<String> version = new ArrayList<>(tool);
            version.add("version");
            try {
                run(version);
            } catch (IOException | AssertionError _) {
                continue; // this one is not here
            }
            List<String> line = new ArrayList<>(tool);
            line.addAll(List.of("-f", FOLDER.resolve("compose.yml").toString(), "config"));
            return Yaml.one(run(line));
        }
        return Assumptions.abort("neither docker-compose nor docker compose is installed");
    }

    private static String run(List<String> line) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(line).redirectErrorStream(true);
        // What this machine calls its images is not what is shipped.
        builder.environment().keySet().removeIf(name -> name.startsWith("HOLDFAST_"));
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        int code = process.waitFor();
        if (code != 0) {
            throw new AssertionError("%s ended with %d: %s".formatted(line, code, said));
        }
        return said;
    }
}
