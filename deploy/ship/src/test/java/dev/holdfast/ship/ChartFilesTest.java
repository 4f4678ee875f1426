package dev.holdfast.ship;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.kafka.Topics;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A chart can hold nothing of outside its folder: what it has of deploy/ is a copy, and the same.
/// `-Ddocs.apply=true` copies anew.
class ChartFilesTest {
    private static final Path FILES = Chart.FOLDER.resolve("files");

    @ParameterizedTest
    @CsvSource({
        "kafka/rights.tsv",
        "grafana/holdfast.rules.yml",
        "kubernetes/detector-role.yaml",
        "kubernetes/executor-role.yaml",
        "kubernetes/executor-gitops-role.yaml",
        "kubernetes/executor-exec-role.yaml"
    })
    void the_chart_has_what_is_shipped(String file) throws Exception {
        Path shipped = Path.of(file);
        same(FILES.resolve(shipped.getFileName()), Shipped.read(shipped));
    }

    @Test
    void the_topics_are_those_that_the_services_declare() throws Exception {
        StringBuilder text =
                new StringBuilder(
                        """
                        # Written from the code. min.insync.replicas follows from the replicas.
                        # name, partitions, settings
                        """);
        for (Topic topic : Topic.values()) {
            Map<String, String> settings = new TreeMap<>(Topics.configuration(topic, 3));
            settings.remove("min.insync.replicas");
            List<String> pairs = new ArrayList<>();
            settings.forEach((name, value) -> pairs.add(name + "=" + value));
            text.append(
                    "%s\t%d\t%s%n"
                            .formatted(topic.title(), topic.partitions(), String.join(",", pairs)));
        }
        same(FILES.resolve("topics.tsv"), text.toString());
        List<JsonNode> made = Yaml.of(Chart.everything(), "KafkaTopic");
        assertThat(made).hasSize(Topic.values().length);
        for (Topic topic : Topic.values()) {
            JsonNode it = Yaml.named(made, "KafkaTopic", topic.title()).path("spec");
            assertThat(it.path("partitions").asInt()).isEqualTo(topic.partitions());
            Map<String, String> config = new TreeMap<>();
            it.path("config")
                    .properties()
                    .forEach(e -> config.put(e.getKey(), e.getValue().asText()));
            assertThat(config).isEqualTo(Topics.configuration(topic, 3));
        }
    }

    @Test
    void the_users_have_the_rights_of_the_list_and_no_other() throws Exception {
        List<String> made = new ArrayList<>();
        for (JsonNode user : Yaml.of(Chart.everything(), "KafkaUser")) {
            for (JsonNode acl : user.at("/spec/authorization/acls")) {
                List<String> operations = new ArrayList<>();
                acl.path("operations").forEach(o -> operations.add(o.asText()));
                JsonNode of = acl.path("resource");
                made.add(
                        String.join(
                                "\t",
                                user.at("/metadata/name").asText(),
                                String.join(",", operations),
                                of.path("type").asText(),
                                of.path("patternType").asText("literal"),
                                of.path("name").asText("kafka-cluster")));
            }
        }
        List<String> listed =
                Shipped.read(Path.of("kafka", "rights.tsv"))
                        .lines()
                        .filter(l -> !l.startsWith("#"))
                        .map(ChartFilesTest::asMade)
                        .toList();
        assertThat(made).containsExactlyInAnyOrderElementsOf(listed);
    }

    private static String asMade(String line) {
        String[] cells = line.split("\t", -1);
        cells[2] = Character.toLowerCase(cells[2].charAt(0)) + cells[2].substring(1);
        cells[3] = cells[3].equals("PREFIXED") ? "prefix" : "literal";
        return String.join("\t", cells);
    }

    private static void same(Path copy, String text) throws IOException {
        if (Boolean.getBoolean("docs.apply")) {
            Files.writeString(copy, text);
        }
        assertThat(Files.exists(copy) ? Files.readString(copy) : "")
                .as("%s is stale: run this test with -Ddocs.apply=true", copy)
                .isEqualTo(text);
    }
}
