package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.decision.domain.rehearsal.DecisionTests;
import dev.holdfast.detector.domain.promql.Dialect;
import dev.holdfast.detector.domain.ruletest.RuleTests;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The tests that the packs bring along: their rules and their decisions.
class PackTestsTest {
    private static final Path PACKS = Path.of("../packs");

    /// Keys of ours at the top of triggers.yml, which a rule file does not have.
    private static final Pattern OURS = Pattern.compile("(?m)^(every|retention|dialect):.*$");

    @TestFactory
    List<DynamicTest> every_test_of_every_pack_passes() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (var folders = Files.list(PACKS)) {
            for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
                PackFiles pack = PackFiles.read(folder.getFileName().toString(), folder);
                pack.files()
                        .forEach((file, text) -> {
                            if (file.startsWith("tests/")) {
                                tests.add(
                                        DynamicTest.dynamicTest(
                                                pack.name() + "/" + file,
                                                () ->
                                                        assertThat(failures(pack, file, text))
                                                                .isEmpty()));
                            }
                        });
            }
        }
        assertThat(tests).isNotEmpty();
        return tests;
    }

    private static List<String> failures(PackFiles pack, String file, String text) {
        if (DecisionTests.recognises(text)) {
            return DecisionTests.run(pack, file, text).problems().stream()
                    .map(Object::toString)
                    .toList();
        }
        return RuleTests.run(
                file,
                text,
                name -> {
                    // As promtool has it: beside the file of the tests.
                    Path rules = Path.of(file).resolveSibling(name).normalize();
                    return OURS.matcher(pack.file(rules.toString()).orElseThrow()).replaceAll("");
                },
                Dialect.PROMQL_3);
    }
}
