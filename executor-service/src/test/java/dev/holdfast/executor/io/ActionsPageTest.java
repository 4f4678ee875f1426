package dev.holdfast.executor.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.Grammar;
import dev.holdfast.executor.domain.runbook.RunbookFile;
import dev.holdfast.executor.domain.runbook.Runbooks;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The table in docs/actions.md is what the code says.
class ActionsPageTest {
    private static final Path PAGE = Path.of("../docs/actions.md");
    private static final String BEGIN = "<!-- generated -->\n";
    private static final String END = "<!-- /generated -->";

    @Test
    void every_action_and_argument_stands_in_the_reference() throws IOException {
        String page = Files.readString(PAGE);
        int from = page.indexOf(BEGIN) + BEGIN.length();
        int to = page.indexOf(END);
        String table = table();
        if (Boolean.getBoolean("actions.apply")) {
            Files.writeString(PAGE, page.substring(0, from) + table + page.substring(to));
            return;
        }
        assertThat(page.substring(from, to))
                .as("docs/actions.md is behind the code: run this test with -Dactions.apply=true")
                .isEqualTo(table);
    }

    @Test
    void the_example_for_kubernetes_is_a_runbook_that_is_accepted() throws IOException {
        String page = Files.readString(PAGE);
        String example = page.substring(page.indexOf("# runbooks.yml\n"));
        example = example.substring(0, example.indexOf("```"));
        String pack =
                """
                system: shop
                environments: {production: {components: [backend]}}
                secrets: {cluster: "file:/etc/holdfast/shop.kubeconfig"}
                variables: {namespace: shop}
                """;
        Problems problems = new Problems();
        Runbooks runbooks =
                RunbookFile.read(
                        PackFiles.of("shop", Map.of("pack.yml", pack, "runbooks.yml", example)),
                        Workshop.vocabulary(),
                        problems);
        assertThat(problems.all()).isEmpty();
        assertThat(runbooks.byName()).containsKey("back-to-what-held");
    }

    private static String table() {
        StringBuilder table =
                new StringBuilder("\n| action | arguments | leaves | undo |\n|---|---|---|---|\n");
        new TreeMap<>(Workshop.vocabulary().actions())
                .forEach((name, action) -> table.append(row(name, action)));
        return table.append('\n').toString();
    }

    private static String row(String name, Grammar action) {
        String arguments =
                action.arguments().stream()
                        .map(ActionsPageTest::argument)
                        .collect(Collectors.joining(", "));
        return "| %s | %s | %s | %s |%n"
                .formatted(
                        name,
                        arguments,
                        String.join(", ", new TreeSet<>(action.outputs())),
                        action.undoes() ? "yes" : "");
    }

    private static String argument(ArgumentForm form) {
        String name = form.required() ? "**" + form.name() + "**" : form.name();
        String type = form.type().name().toLowerCase(java.util.Locale.ROOT);
        return form.oneOf().isEmpty()
                ? name + " (" + type + ")"
                : name + " (" + String.join(" \\| ", form.oneOf()) + ")";
    }
}
