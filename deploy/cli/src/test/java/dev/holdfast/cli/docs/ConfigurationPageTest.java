package dev.holdfast.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.service.Setting;
import dev.holdfast.backbone.service.SettingList;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

class ConfigurationPageTest {
    private static final List<String> WHO =
            List.of(
                    "all",
                    "all but detector",
                    "detector",
                    "executor",
                    "verifier",
                    "notifier",
                    "command line");

    /// What a service asks for by name, and what the command line and the launcher take.
    private static final Pattern READ =
            Pattern.compile(
                    "(?:(?<!System\\.)getProperty\\(\\s*|\\(p, )\"holdfast\\.([a-z.]+)\"|(?:getenv\\(|numberOf\\(|\\$\\{|String [A-Z_]+ = )\"?(HOLDFAST_[A-Z_]*[A-Z])");

    @Test
    void the_page_names_every_variable_with_what_holds_where_nothing_is_said() throws Exception {
        StringBuilder page =
                new StringBuilder(
                        """
                        # Configuration

                        Written from the code. All are environment variables. A service with wrong ones does not start and names all that is wrong
                        at once. A variable that begins with `HOLDFAST_` and is none of these is named in its log when it starts, with the one that was
                        probably meant. How a pack is written: [packs](packs.md). The chart's values: [deploying](deploying.md#kubernetes-the-chart).
                        """);
        for (String who : WHO) {
            page.append("\n## ").append(title(who)).append("\n\n");
            page.append("| variable | where nothing is said | meaning |\n|---|---|---|\n");
            for (Setting s : SettingList.all()) {
                if (s.who().equals(who)) {
                    page.append(
                            "| `%s` | %s | %s |%n".formatted(s.variable(), s.usual(), s.meaning()));
                }
            }
        }
        Page.is("docs/configuration.md", page.toString());
        assertThat(SettingList.all()).allMatch(s -> WHO.contains(s.who()));
        assertThat(SettingList.all().stream().map(Setting::name)).doesNotHaveDuplicates();
    }

    private static String title(String who) {
        return switch (who) {
            case "all" -> "Every service";
            case "all but detector" -> "Every service with a database (all but the detector)";
            case "command line" -> "The command line";
            default -> "The " + who + " alone";
        };
    }

    @Test
    void everything_that_the_sources_read_is_in_the_list() throws IOException {
        Set<String> read = new TreeSet<>();
        for (String module :
                List.of(
                        "backbone",
                        "trigger-detector",
                        "decision-service",
                        "executor-service",
                        "verifier-service",
                        "notifier-service",
                        "deploy/local",
                        "deploy/shop",
                        "deploy/cli")) {
            try (Stream<Path> files = Files.walk(Page.ROOT.resolve(module).resolve("src/main"))) {
                for (Path file :
                        files.filter(f -> f.toString().matches(".*\\.(java|xml)")).toList()) {
                    READ.matcher(Files.readString(file))
                            .results()
                            .map(ConfigurationPageTest::variable)
                            .forEach(read::add);
                }
            }
        }
        // Said by a service itself, not by the environment.
        read.removeAll(Set.of("HOLDFAST_SERVICE", "HOLDFAST_DATABASE", "HOLDFAST_KEY"));
        assertThat(read)
                .contains("HOLDFAST_ALARM_URL", "HOLDFAST_TOKEN", "HOLDFAST_LAB_KUBECONFIG");
        assertThat(SettingList.all().stream().map(Setting::variable)).containsAll(read);
    }

    private static String variable(MatchResult m) {
        return m.group(1) == null
                ? m.group(2)
                : "HOLDFAST_" + m.group(1).toUpperCase(java.util.Locale.ROOT).replace('.', '_');
    }

    @Test
    void what_compose_and_chart_tell_the_services_is_in_the_list() throws IOException {
        Set<String> told = new TreeSet<>();
        Pattern name = Pattern.compile("\\bHOLDFAST_[A-Z_]*[A-Z]\\b(?=:|,)");
        for (String file :
                List.of(
                        "deploy/compose/compose.yml",
                        "deploy/helm/holdfast/templates/services.yaml")) {
            name.matcher(Files.readString(Page.ROOT.resolve(file)))
                    .results()
                    .map(MatchResult::group)
                    .forEach(told::add);
        }
        // Of Compose itself: names of images, the address that is opened.
        told.removeAll(Set.of("HOLDFAST_BIND", "HOLDFAST_IMAGES", "HOLDFAST_TAG"));
        assertThat(told).hasSizeGreaterThan(10);
        assertThat(SettingList.all().stream().map(Setting::variable)).containsAll(told);
    }
}
