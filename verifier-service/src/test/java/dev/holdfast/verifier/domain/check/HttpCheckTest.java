package dev.holdfast.verifier.domain.check;

import static dev.holdfast.backbone.events.Verdict.FAILED;
import static dev.holdfast.backbone.events.Verdict.INCONCLUSIVE;
import static dev.holdfast.backbone.events.Verdict.PASSED;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.backbone.events.Verdict;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;

class HttpCheckTest {
    private static final Given GIVEN =
            new Given(Map.of("url", "http://127.0.0.1:8080"), Map.of("to", "1.4.1"), Map.of());

    private static HttpCheck health(Map<JsonPath, Expectation> json) {
        return new HttpCheck(
                new HttpCheck.Request("GET", "${url}/health", Map.of(), null, 1000),
                new HttpCheck.Wanted(
                        new StatusSet(List.of("200")),
                        json,
                        Map.of(),
                        new HttpCheck.Body(List.of(), List.of(), null),
                        Duration.ofMillis(500),
                        false));
    }

    private static HttpCheck up() {
        try {
            return health(
                    Map.of(
                            JsonPath.parse("$.status"),
                            new Expectation.Compares(
                                    new Bound(Relation.EQUALS, new Bound.Constant("UP")))));
        } catch (JsonPath.Unreadable e) {
            throw new AssertionError(e);
        }
    }

    private static Answer.Http answer(int status, String body, long millis) {
        return new Answer.Http(
                status,
                Map.of("content-type", List.of("text/html")),
                body,
                Duration.ofMillis(millis));
    }

    private static Verdict verdict(HttpCheck check, Answer answer) {
        return check.judge(answer, GIVEN).verdict();
    }

    @Test
    void a_healthy_answer_passes_and_says_what_was_seen() {
        Finding finding = up().judge(answer(200, "{\"status\":\"UP\"}", 499), GIVEN);
        assertThat(finding.verdict()).isEqualTo(PASSED);
        assertThat(finding.says()).contains("status is 200", "$.status is UP", "took 499 ms");
    }

    @Test
    void a_wrong_status_or_value_fails() {
        assertThat(verdict(up(), answer(503, "{\"status\":\"UP\"}", 5))).isEqualTo(FAILED);
        assertThat(verdict(up(), answer(200, "{\"status\":\"STARTING\"}", 5))).isEqualTo(FAILED);
    }

    @Test
    void latency_is_judged_on_both_sides_of_its_limit() {
        assertThat(verdict(up(), answer(200, "{\"status\":\"UP\"}", 499))).isEqualTo(PASSED);
        assertThat(verdict(up(), answer(200, "{\"status\":\"UP\"}", 500))).isEqualTo(FAILED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html><head><title>502 Bad Gateway</title></head></html>",
                "<h1>Service Temporarily Unavailable</h1>",
                "<html><TITLE>\n Error </TITLE>",
                "<title>We are down for maintenance</title>",
                "<title>Welcome to nginx!</title>",
                "{\"error\":\"connection refused\"}",
                "{\"errors\":[{\"code\":1}]}",
                "{\"status\":\"DOWN\"}",
                "{\"status\":500,\"path\":\"/health\"}",
            })
    void a_good_status_with_an_error_page_proves_nothing(String page) {
        assertThat(verdict(health(Map.of()), answer(200, page, 5))).isEqualTo(INCONCLUSIVE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ok",
                "<html><title>My shop</title><h1>500ml bottles</h1></html>",
                "{\"status\":\"UP\",\"error\":null,\"errors\":[]}",
                "{\"status\":\"ok\",\"error\":false}",
            })
    void a_harmless_page_is_not_taken_for_an_error(String page) {
        assertThat(verdict(health(Map.of()), answer(200, page, 5))).isEqualTo(PASSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>fine</html>",
                "",
                "{\"status\":\"UP\"",
                "{\"status\":\"UP\"} trailing",
                "{\"status\":\"DOWN\",\"status\":\"UP\"}",
                "{}",
                "[]",
                "{\"status\":null}"
            })
    void a_value_that_cannot_be_read_is_inconclusive(String body) {
        assertThat(verdict(up(), answer(200, body, 5))).isEqualTo(INCONCLUSIVE);
    }

    @Test
    void no_answer_is_inconclusive() {
        for (Answer.Why why : Answer.Why.values()) {
            Answer none = new Answer.None(why, "it is " + why, Duration.ZERO);
            assertThat(verdict(up(), none)).isEqualTo(INCONCLUSIVE);
        }
    }

    @Test
    void facts_from_outside_are_escaped_in_an_address() {
        Given sly = new Given(Map.of(), Map.of("to", "x/../../admin?a=b#c@evil"), Map.of());
        Question.Http q =
                new HttpCheck.Request("GET", "http://shop/v/${to}", Map.of(), null, 10)
                        .question(sly);
        assertThat(q.url().toString())
                .isEqualTo("http://shop/v/x%2F..%2F..%2Fadmin%3Fa%3Db%23c%40evil");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://shop/",
                "file:///etc/passwd",
                "http://user:pw@shop/",
                "//shop/",
                "http:///x",
                "http://shop\\@evil/",
                "http://sh op/",
                "gopher://shop:70/",
                "http://[::1/"
            })
    void an_address_that_is_none_is_not_asked(String url) {
        var request = new HttpCheck.Request("GET", url, Map.of(), null, 10);
        assertThatThrownBy(() -> request.question(GIVEN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_version_must_be_the_very_text_of_the_release() throws Exception {
        var request = new HttpCheck.Request("GET", "${url}/version", Map.of(), null, 1000);
        var version = new VersionCheck(request, JsonPath.parse("$.version"), "${to}");
        var plain = new VersionCheck(request, null, "${to}");
        assertThat(version.judge(answer(200, "{\"version\":\"1.4.1\"}", 5), GIVEN).verdict())
                .isEqualTo(PASSED);
        assertThat(version.judge(answer(200, "{\"version\":\"1.4.10\"}", 5), GIVEN).verdict())
                .isEqualTo(FAILED);
        assertThat(version.judge(answer(500, "{\"version\":\"1.4.1\"}", 5), GIVEN).verdict())
                .isEqualTo(INCONCLUSIVE);
        assertThat(plain.judge(answer(200, "1.4.1\n", 5), GIVEN).verdict()).isEqualTo(PASSED);
        assertThat(plain.judge(answer(200, "<html>1.4.1", 5), GIVEN).verdict())
                .isEqualTo(INCONCLUSIVE);
    }
}
