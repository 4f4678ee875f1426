package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A house in containers or in a cluster listens for everybody, and answers nobody without a token.
class GuardedHouseTest {
    private static final int DECISION = 2;

    @TempDir private Path folder;

    @Test
    void what_only_reads_shows_the_callers_token_too() throws IOException {
        assumeThat(System.getenv("HOLDFAST_TOKEN")).isNull();
        try (FakeHouse house = new FakeHouse(folder, DECISION)) {
            house.answers("GET /api/incidents/x-1/explain", 200, "{}");
            var _ = house.run("explain", "x-1");
            assertThat(house.requests())
                    .isNotEmpty()
                    .allMatch(request -> request.contains(" Bearer hf_secret "));
        }
    }

    @Test
    void who_has_no_token_reads_without() throws IOException {
        assumeThat(System.getenv("HOLDFAST_TOKEN")).isNull();
        try (FakeHouse house = new FakeHouse(folder, DECISION)) {
            Files.delete(folder.resolve("token"));
            house.answers("GET /api/incidents/x-1/explain", 200, "{}");
            var _ = house.run("explain", "x-1");
            assertThat(house.requests())
                    .isNotEmpty()
                    .allMatch(request -> request.contains(" null "));
        }
    }

    @Test
    void a_command_without_a_token_says_where_one_comes_from() throws IOException {
        try (FakeHouse house = new FakeHouse(folder, DECISION)) {
            Files.delete(folder.resolve("token"));
            var result = house.run("token");
            assertThat(result.exitCode()).isEqualTo(Exit.NOT_FOUND);
            assertThat(result.err()).contains("holdfast up");
            assertThat(house.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"hc.example/ping/1f2e-secret", "ftp://hc.example/secret", "http:///secret"})
    void a_heartbeat_that_cannot_be_called_is_refused_at_once_and_not_shown(String heartbeat)
            throws IOException {
        try (FakeHouse house = new FakeHouse(folder, DECISION)) {
            var result = house.run("canary", "--heartbeat", heartbeat);
            assertThat(result.exitCode()).isEqualTo(Exit.USAGE);
            assertThat(result.err()).contains("heartbeat").doesNotContain("secret");
            assertThat(house.requests()).isEmpty();
        }
    }
}
