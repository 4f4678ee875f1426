package dev.holdfast.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

import dev.holdfast.cli.Holdfast;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Every YAML block of the documentation is put into the pack of the shop, in place of what it stands
/// for, and read by the services' own readers.
class ExamplesTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Path SHOP = Page.ROOT.resolve("deploy/packs/shop");

    /// A file of a pack by a key that only it has.
    private static final Map<String, Set<String>> FILES =
            Map.of(
                    "pack.yml", Set.of("system"),
                    "triggers.yml", Set.of("groups", "rule-files"),
                    "decisions.yml",
                            Set.of(
                                    "matrix",
                                    "authority",
                                    "facts",
                                    "fix-forward",
                                    "windows",
                                    "automatic-window",
                                    "mode",
                                    "limits",
                                    "assess",
                                    "groups",
                                    "follows"),
                    "runbooks.yml", Set.of("runbooks", "allow"),
                    "checks.yml", Set.of("checks", "stages", "places", "databases", "standing"),
                    "notifications.yml", Set.of("channels", "route", "inhibit", "post-mortem"),
                    "drills.yml", Set.of("drills"));

    /// What an excerpt may name that stands in another part of its file, or in another pack.
    private static final String ELSEWHERE =
            ".*(is called '|unknown variable '|}' is not known|has no file|names no secret|is no secret|"
                    + "is no role|is no channel|is no environment|none of the people|has no runbook|"
                    + "no pack of its member|unknown key 'staging').*";

    @TempDir private Path folder;

    private record Block(String page, int line, String text) {
        @Override
        public String toString() {
            return page + ":" + line;
        }
    }

    @Test
    void every_example_is_read_by_the_service_that_it_is_for() throws IOException {
        Map<String, String> wrong = new LinkedHashMap<>();
        int read = 0;
        for (Block block : blocks()) {
            JsonNode tree;
            try {
                tree = YAML.readTree(block.text());
            } catch (JsonProcessingException e) {
                wrong.put(block.toString(), String.valueOf(e.getMessage()));
                continue;
            }
            String file = fileOf(tree);
            if (file.isEmpty()) {
                continue; // an excerpt of something that is no file of a pack
            }
            read++;
            Path pack = pack(block, file, tree);
            for (String problem : problems(pack)) {
                boolean isAdvice = problem.startsWith("advice:");
                if (problem.contains(file) && !isAdvice && !problem.matches(ELSEWHERE)) {
                    wrong.merge(block.toString(), problem, (a, b) -> a + "\n" + b);
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(read).isGreaterThan(15);
    }

    private static List<Block> blocks() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(Page.ROOT.resolve("README.md")));
        try (Stream<Path> files = Files.walk(Page.ROOT.resolve("docs"))) {
            files.filter(f -> f.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        List<Block> blocks = new ArrayList<>();
        for (Path page : pages) {
            List<String> lines = Files.readAllLines(page);
            for (int i = 0; i < lines.size(); i++) {
                if (!lines.get(i).strip().equals("```yaml")) {
                    continue;
                }
                int begin = i + 1;
                while (!lines.get(++i).strip().equals("```")) {}
                String text = String.join("\n", lines.subList(begin, i)).stripIndent();
                blocks.add(new Block(Page.ROOT.relativize(page).toString(), begin, text));
            }
        }
        return blocks;
    }

    /// Empty for what is no file of a pack.
    private static String fileOf(JsonNode tree) {
        if (tree.isArray()) {
            return tree.path(0).has("alert") ? "triggers.yml" : "";
        }
        // `groups` stands in two of them: the one with the most keys of its own.
        return FILES.entrySet().stream()
                .map(e -> Map.entry(e.getKey(), e.getValue().stream().filter(tree::has).count()))
                .filter(e -> e.getValue() > 0)
                .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .orElse("");
    }

    private Path pack(Block block, String file, JsonNode tree) throws IOException {
        Path pack = folder.resolve(block.toString().replaceAll("[^A-Za-z0-9]", "-"));
        Files.createDirectories(pack);
        try (Stream<Path> files = Files.list(SHOP)) {
            for (Path f : files.filter(Files::isRegularFile).toList()) {
                Files.copy(f, pack.resolve(f.getFileName()));
            }
        }
        Path replaced = pack.resolve(file);
        if (tree.isArray()) {
            ObjectNode groups = YAML.createObjectNode();
            groups.putArray("groups").addObject().put("name", "example").set("rules", tree);
            Files.writeString(replaced, YAML.writeValueAsString(groups));
        } else if (file.equals("pack.yml") || !Files.exists(replaced)) {
            Files.writeString(replaced, block.text());
        } else {
            // An excerpt may say what stands beside it in pack.yml.
            Path manifest = pack.resolve("pack.yml");
            ObjectNode whole = (ObjectNode) YAML.readTree(Files.readString(replaced));
            ObjectNode beside = (ObjectNode) YAML.readTree(Files.readString(manifest));
            for (var part : tree.properties()) {
                if (Set.of("secrets", "variables").contains(part.getKey())) {
                    beside.withObject("/" + part.getKey()).setAll((ObjectNode) part.getValue());
                } else {
                    whole.set(part.getKey(), part.getValue());
                }
            }
            Files.writeString(replaced, YAML.writeValueAsString(whole));
            Files.writeString(manifest, YAML.writeValueAsString(beside));
        }
        return pack;
    }

    private static List<String> problems(Path pack) {
        StringWriter said = new StringWriter();
        CommandLine holdfast = Holdfast.commandLine();
        holdfast.setOut(new PrintWriter(said)).setErr(new PrintWriter(said));
        var _ = holdfast.execute("check", pack.toString());
        return said.toString().lines().toList();
    }
}
