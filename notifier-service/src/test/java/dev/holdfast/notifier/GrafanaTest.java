package dev.holdfast.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.json.Json;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// What lies in deploy/grafana can be loaded.
class GrafanaTest {
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
    private static final Path FOLDER = Path.of("..", "deploy", "grafana");

    @Test
    void the_alert_rules_load_and_fire_when_they_should() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(PROMTOOL), "promtool is not at " + PROMTOOL);
        assertThat(promtool("check", "rules", "holdfast.rules.yml")).contains("SUCCESS");
        assertThat(promtool("test", "rules", "holdfast.rules.test.yml")).contains("SUCCESS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"incidents", "detector", "services", "dora"})
    void a_dashboard_is_one_that_grafana_takes_and_every_query_is_promql(String name)
            throws Exception {
        JsonNode board =
                Json.mapper()
                        .readTree(
                                Files.readString(
                                        FOLDER.resolve("dashboards/%s.json".formatted(name))));
        assertThat(board.path("uid").asText()).isNotBlank();
        assertThat(board.path("schemaVersion").asInt()).isPositive();
        assertThat(board.path("panels")).isNotEmpty();
        StringBuilder rules = new StringBuilder("groups: [{name: all, rules: [\n");
        int n = 0;
        for (JsonNode panel : board.path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                rules.append(
                        "  {record: 'r:%d', expr: %s},%n"
                                .formatted(n++, Json.text(target.path("expr").asText())));
            }
        }
        Assumptions.assumeTrue(Files.isExecutable(PROMTOOL), "promtool is not at " + PROMTOOL);
        Path file = Files.createTempFile("queries", ".yml");
        Files.writeString(file, rules.append("]}]\n"));
        assertThat(promtool("check", "rules", file.toString())).contains("SUCCESS");
        Files.delete(file);
    }

    private static String promtool(String... arguments) throws IOException, InterruptedException {
        var command = new java.util.ArrayList<>(java.util.List.of(PROMTOOL.toString()));
        command.addAll(java.util.List.of(arguments));
        Process process =
                new ProcessBuilder(command)
                        .directory(FOLDER.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
