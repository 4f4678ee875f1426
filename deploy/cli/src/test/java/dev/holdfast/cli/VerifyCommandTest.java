package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

import javax.xml.parsers.DocumentBuilderFactory;

class VerifyCommandTest {
    private static final int VERIFIER = 4;

    @TempDir Path folder = Path.of("");

    private FakeHouse house(String state, String checks) throws Exception {
        return new FakeHouse(folder, VERIFIER)
                .answers(
                        "POST /api/systems/shop/production/verify",
                        202,
                        "{\"verification\":\"v-1\"}")
                .answers(
                        "GET /api/verifications/v-1",
                        200,
                        """
                        {"verification":"v-1","scope":"shop/production","stage":"immediate","state":"%s",
                         "summary":"1 of 2 required checks passed","startedAt":"2026-11-20T12:00:00Z","checks":[%s]}\
                        """
                                .formatted(state, checks));
    }

    private static String check(String name, boolean required, String verdict, String finding) {
        return "{\"check\":\"%s\",\"required\":%s,\"verdict\":\"%s\",\"finding\":\"%s\",\"took\":\"PT0.25S\",\"evidence\":\"asked: x\"}"
                .formatted(name, required, verdict, finding);
    }

    @Test
    void the_exit_code_is_the_verdict() throws Exception {
        try (var passed = house("passed", check("health", true, "PASSED", "status is 200"))) {
            var result = passed.run("verify", "shop");
            assertThat(result.exitCode()).isZero();
            assertThat(result.out()).contains("passed", "health", "status is 200");
            assertThat(passed.requests().getFirst())
                    .contains("Bearer hf_secret", "\"stage\":\"immediate\"");
        }
        try (var failed = house("failed", check("health", true, "FAILED", "status is 500"))) {
            assertThat(failed.run("verify", "shop").exitCode()).isEqualTo(1);
        }
        try (var open = house("inconclusive", check("health", true, "INCONCLUSIVE", "gone"))) {
            assertThat(open.run("verify", "shop").exitCode()).isEqualTo(6);
        }
    }

    @Test
    void a_release_to_be_proven_is_named_and_machines_get_json() throws Exception {
        try (var house = house("passed", check("health", true, "PASSED", "fine"))) {
            var result =
                    house.run(
                            "verify",
                            "shop/production",
                            "--stage",
                            "extended",
                            "--component",
                            "backend",
                            "--version",
                            "1.4.1",
                            "-o",
                            "json");
            assertThat(result.out()).startsWith("{").contains("\"state\" : \"passed\"");
            assertThat(house.requests().getFirst())
                    .contains(
                            "\"stage\":\"extended\"",
                            "\"component\":\"backend\"",
                            "\"version\":\"1.4.1\"");
        }
    }

    @Test
    void junit_tells_failed_inconclusive_and_advisory_apart() throws Exception {
        Path report = folder.resolve("reports/holdfast.xml");
        String checks =
                String.join(
                        ",",
                        check("health", true, "PASSED", "status is 200"),
                        check("totals", true, "FAILED", "<3> & \\u0001 rows"),
                        check("mail", true, "INCONCLUSIVE", "gone"),
                        check("slow", false, "FAILED", "took 3 s"));
        try (var house = house("failed", checks)) {
            assertThat(house.run("verify", "shop", "--junit", report.toString()).exitCode())
                    .isEqualTo(1);
        }
        var suite =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(report.toFile())
                        .getDocumentElement();
        assertThat(suite.getAttribute("tests")).isEqualTo("4");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(suite.getAttribute("errors")).isEqualTo("1");
        assertThat(suite.getAttribute("skipped")).isEqualTo("1");
        assertThat(suite.getAttribute("time")).isEqualTo("1.000");
        assertThat(Files.readString(report)).contains("&lt;3&gt; &amp; ? rows");
    }

    @Test
    void a_stage_that_is_not_there_is_no_green_report() throws Exception {
        Path report = folder.resolve("holdfast.xml");
        try (var house = house("inconclusive", "")) {
            assertThat(house.run("verify", "shop", "--junit", report.toString()).exitCode())
                    .isEqualTo(6);
        }
        assertThat(Files.readString(report)).contains("tests=\"1\"", "errors=\"1\"");
    }

    @Test
    void help_is_help_and_half_a_release_is_wrong_usage() throws Exception {
        try (var house = house("passed", "")) {
            var help = house.run("verify", "--help");
            assertThat(help.exitCode()).isZero();
            assertThat(help.out()).contains("Exit codes: 0 passed").doesNotContain("Start here");
            var half = house.run("verify", "shop", "--component", "backend");
            assertThat(half.exitCode()).isEqualTo(2);
            assertThat(half.err()).contains("give both, or neither");
            Path file = Files.writeString(folder.resolve("file"), "");
            var nowhere = house.run("verify", "shop", "--junit", file + "/holdfast.xml");
            assertThat(nowhere.exitCode()).isEqualTo(2);
            assertThat(house.requests()).isEmpty();
        }
    }

    @Test
    void a_service_that_is_restarted_meanwhile_is_waited_for() throws Exception {
        try (var house = house("passed", check("health", true, "PASSED", "status is 200"))) {
            house.stumbles("GET /api/verifications/v-1", 3);
            assertThat(house.run("verify", "shop").exitCode()).isZero();
        }
    }

    @Test
    void people_answer_what_only_people_know() throws Exception {
        try (var house =
                new FakeHouse(folder, VERIFIER)
                        .answers("POST /api/verifications/v-1/attest", 204, "")) {
            assertThat(house.run("attest", "v-1", "no-reports", "yes", "-r", "quiet").exitCode())
                    .isZero();
            assertThat(house.requests().getFirst())
                    .contains("\"answer\":\"yes\"", "\"check\":\"no-reports\"");
            assertThat(house.run("attest", "v-1", "no-reports", "perhaps", "-r", "x").exitCode())
                    .isEqualTo(2);
        }
    }
}
