package dev.holdfast.decision.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.decision.domain.policy.Policy;
import dev.holdfast.decision.domain.policy.PolicyFile;
import dev.holdfast.decision.domain.policy.Row;
import dev.holdfast.decision.domain.rehearsal.DecisionTests;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// The five written procedures: each sentence that decides something stands in a decisions.yml, and
/// each of its rows and times has a test of the form that packs have.
final class ProcedureTest {
    private static PackFiles pack(String name) {
        return PackFiles.of(
                name,
                Map.of(
                        "pack.yml", text(name, "pack.yml"),
                        "decisions.yml", text(name, "decisions.yml")));
    }

    private static String text(String name, String file) {
        String path = "/procedures/%s/%s".formatted(name, file);
        try (InputStream in = ProcedureTest.class.getResourceAsStream(path)) {
            return new String(
                    java.util.Objects.requireNonNull(in, path).readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"ecommerce, 14", "africanmarket, 12", "azora, 20", "mgmt-vibe, 9", "my-store, 11"})
    void every_row_decides_as_it_is_written(String name, int tests) {
        String text = text(name, "tests/decisions.yml");
        DecisionTests.Report report = DecisionTests.run(pack(name), "tests/decisions.yml", text);
        assertThat(report.problems()).isEmpty();
        assertThat(report.names()).hasSize(tests);
        Policy policy = PolicyFile.read(pack(name), new Problems()).orElseThrow();
        assertThat(policy.matrix())
                .extracting(Row::name)
                .allMatch(row -> text.contains(row), "every row is tested");
    }

    @Test
    void a_test_that_expects_something_else_says_where_and_what_is() {
        String text =
                """
                decisions:
                  - name: an outage
                    releases: [{component: backend, version: "1", held: true}, {component: backend, version: "2"}]
                    events: [{at: 0s, raise: ServiceOutage}]
                    expect:
                      - {at: 0s, severity: P1}
                """;
        assertThat(DecisionTests.run(pack("ecommerce"), "t.yml", text).problems())
                .extracting(Object::toString)
                .containsExactly("t.yml:6:28: an outage, at 0s: severity is 'P0'");
    }

    @Test
    void a_file_of_decision_tests_is_known_by_its_form() {
        assertThat(DecisionTests.recognises("# x\ndecisions:\n  - name: a")).isTrue();
        assertThat(DecisionTests.recognises("rule_files: [a.yml]\ntests:\n")).isFalse();
    }
}
