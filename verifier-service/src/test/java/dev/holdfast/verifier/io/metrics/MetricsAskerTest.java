package dev.holdfast.verifier.io.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Question;
import dev.holdfast.verifier.io.RawServer;
import dev.holdfast.verifier.io.World;
import dev.holdfast.verifier.io.probe.Unusable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// The Prometheus HTTP API, as its documentation has it.
class MetricsAskerTest {
    private static RawServer api(String json) {
        return status(200, json);
    }

    private static RawServer status(int status, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        return new RawServer((_, out) -> {
            out.write(
                    "HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                            .formatted(status, body.length)
                            .getBytes(StandardCharsets.US_ASCII));
            out.write(body);
        });
    }

    private static Answer.Series ask(RawServer server, String... queries) throws Unusable {
        MetricsAsker asker = World.metrics("http://127.0.0.1:1");
        return (Answer.Series)
                asker.ask(
                        new Question.Metrics(
                                URI.create(server.url("/prom")),
                                "shop/production",
                                Arrays.stream(queries)
                                        .map(q -> new Question.Metrics.At(q, Duration.ZERO))
                                        .toList(),
                                null),
                        World.terms(2_000));
    }

    @Test
    void a_vector_comes_with_its_labels() throws Unusable {
        try (RawServer server =
                api(
                        """
                        {"status":"success","data":{"resultType":"vector","result":[
                          {"metric":{"pod":"a"},"value":[1767225600.123,"0.5"]},
                          {"metric":{},"value":[1767225600.123,"NaN"]}]},"warnings":["partial"]}\
                        """)) {
            Answer.Series series = ask(server, "a + b", "up");
            assertThat(series.results()).hasSize(2);
            assertThat(series.results().getFirst().getFirst())
                    .isEqualTo(new Answer.Sample(Map.of("pod", "a"), 0.5));
            assertThat(series.results().getFirst().get(1).value()).isNaN();
            assertThat(series.warnings()).contains("partial");
            assertThat(server.requests().getFirst())
                    .startsWith("GET /prom/api/v1/query?query=a+%2B+b HTTP/1.1");
        }
    }

    @Test
    void a_scalar_and_no_data_are_told_apart() throws Unusable {
        try (RawServer scalar =
                        api(
                                "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[1,\"7\"]}}");
                RawServer none =
                        api(
                                "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}")) {
            assertThat(ask(scalar, "7").results().getFirst().getFirst().value()).isEqualTo(7);
            assertThat(ask(none, "x").results()).isEqualTo(List.of(List.of()));
        }
    }

    @Test
    void our_own_detector_is_asked_for_the_systems_series() throws Unusable {
        try (RawServer detector =
                api(
                        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}")) {
            World.metrics(detector.url("/"))
                    .ask(
                            new Question.Metrics(
                                    null,
                                    "shop/production",
                                    List.of(new Question.Metrics.At("up", Duration.ZERO)),
                                    null),
                            World.terms(2_000));
            assertThat(detector.requests().getFirst())
                    .startsWith("GET /systems/shop/production/api/v1/query?query=up ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>fine</html>",
                "{}",
                "{\"status\":\"success\"}",
                "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"parse error\"}",
                "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[]}}",
                "{\"status\":\"success\",\"data\":{\"resultType\":\"string\",\"result\":[1,\"x\"]}}",
                "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":{}}}",
                "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},\"value\":[1]}]}}",
                "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},\"value\":[1,0]}]}}",
                "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},\"value\":[1,\"few\"]}]}}",
            })
    void what_is_not_a_whole_answer_is_none(String body) {
        try (RawServer server = api(body)) {
            Unusable e = catchThrowableOfType(Unusable.class, () -> ask(server, "up"));
            assertThat(e.answer(Duration.ZERO).why()).isEqualTo(Answer.Why.BROKEN);
        }
    }

    @Test
    void an_error_status_is_told_with_its_reason() {
        try (RawServer server =
                status(
                        422,
                        "{\"status\":\"error\",\"errorType\":\"execution\",\"error\":\"too many\"}")) {
            Unusable e = catchThrowableOfType(Unusable.class, () -> ask(server, "up"));
            assertThat(e).hasMessageContaining("422").hasMessageContaining("too many");
        }
    }
}
