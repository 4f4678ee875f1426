package dev.holdfast.verifier.io.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.verifier.io.RawServer;
import dev.holdfast.verifier.io.Silence;
import dev.holdfast.verifier.io.Trial;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Loki's query API, as its reference documents it; Loki itself is played.
class LokiAskerTest {
    private volatile String all = "";
    private volatile String bad = "";

    private static String vector(String value) {
        return "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["
                + (value.isEmpty() ? "" : "{\"metric\":{},\"value\":[1,\"%s\"]}".formatted(value))
                + "]}}";
    }

    private RawServer loki() {
        return new RawServer((request, out) -> {
            String body =
                    request.contains("/query_range")
                            ? "{\"status\":\"success\",\"data\":{\"resultType\":\"streams\",\"result\":[{\"values\":[[\"1\",\"ERROR no database\"]]}]}}"
                            : vector(request.contains("%7C%7E") ? bad : all);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            out.write(
                    "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n"
                            .formatted(bytes.length)
                            .getBytes(StandardCharsets.US_ASCII));
            out.write(bytes);
        });
    }

    private static Trial trial(String url) {
        return Trial.of(
                        """
                        checks:
                          it:
                            log: { loki: { url: "%s", selector: '{app="shop"}', token: loki }, without: ERROR, since: 5m }
                        """
                                .formatted(url))
                .secret("loki", "open-sesame");
    }

    @Test
    void lines_are_counted_where_they_lie() {
        try (RawServer loki = loki()) {
            all = "120";
            trial(loki.url("")).passes();
            bad = "3";
            trial(loki.url(""))
                    .fails("3 of 120 lines match 'ERROR', for example 'ERROR no database'");
            all = "";
            bad = "";
            trial(loki.url("")).isInconclusive("no line of the last");
            assertThat(loki.requests().getFirst())
                    .contains("sum%28count_over_time%28%7Bapp%3D%22shop%22%7D%5B300s%5D%29%29")
                    .contains("Authorization: Bearer open-sesame");
        }
    }

    @Test
    void gone_slow_and_lying_ones_are_inconclusive() {
        trial("http://127.0.0.1:" + Silence.nobody()).isInconclusive("cannot be reached");
        try (Silence slow = Silence.hanging();
                RawServer page = RawServer.saying("HTTP/1.1 200 OK\r\n\r\n<html>welcome</html>")) {
            trial("http://127.0.0.1:" + slow.port())
                    .timeout(Duration.ofMillis(300))
                    .isInconclusive("300 ms");
            trial(page.url("")).isInconclusive("no JSON");
        }
    }
}
