package dev.holdfast.verifier.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Verdict;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Good answers of several protocols, cut off at every place or garbled: none of them passes, and
/// none is taken for a failure of what it does not tell.
class CutAnswersTest {
    private static final String HTTP_HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

    /// @param check as in checks.yml, with PORT for the target's port
    @SuppressWarnings("ArrayRecordComponent") // made and read here alone
    private record Protocol(String check, byte[] good) {}

    private static byte[] http(String body) {
        return (HTTP_HEAD + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static List<Protocol> protocols() {
        return List.of(
                new Protocol(
                        "redis: { address: \"127.0.0.1:PORT\" }",
                        "+PONG\r\n".getBytes(StandardCharsets.US_ASCII)),
                new Protocol(
                        "http: { url: \"http://127.0.0.1:PORT/\", json: { $.status: UP } }",
                        http("{\"status\":\"UP\"}")),
                new Protocol(
                        "version: { url: \"http://127.0.0.1:PORT/\", json: $.v, equals: \"${to}\" }",
                        http("{\"v\":\"1.4.1\"}")),
                new Protocol(
                        "metrics: { url: \"http://127.0.0.1:PORT\", query: up, at-least: 1 }",
                        http(
                                "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},\"value\":[1,\"1\"]}]}}")),
                new Protocol(
                        "alert: { alertmanager: \"http://127.0.0.1:PORT\", alive: Watchdog }",
                        http("[{\"labels\":{\"alertname\":\"Watchdog\"}}]")),
                new Protocol(
                        "log: { loki: { url: \"http://127.0.0.1:PORT\", selector: '{a=\"b\"}' }, without: \"-\" }",
                        http(
                                "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},\"value\":[1,\"0.9\"]}]}}")));
    }

    @Test
    void a_cut_answer_of_any_protocol_is_inconclusive() {
        for (Protocol p : protocols()) {
            for (int length = 0; length < p.good.length; length += 1 + length / 40) {
                Verdict verdict = ask(p, Arrays.copyOf(p.good, length)).verdict();
                assertThat(verdict)
                        .as("%s cut after %d of %d bytes", p.check, length, p.good.length)
                        .isEqualTo(Verdict.INCONCLUSIVE);
            }
        }
    }

    @Test
    void noise_never_passes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (Protocol p : protocols()) {
            for (int i = 0; i < 25; i++) {
                byte[] noise = new byte[random.nextInt(300)];
                random.nextBytes(noise);
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                if (random.nextBoolean()) {
                    all.writeBytes(HTTP_HEAD.getBytes(StandardCharsets.US_ASCII));
                    all.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
                }
                all.writeBytes(noise);
                assertThat(ask(p, all.toByteArray()).verdict())
                        .as("seed %d, %s, try %d", seed, p.check, i)
                        .isNotEqualTo(Verdict.PASSED);
            }
        }
    }

    @Test
    void the_whole_answers_pass() {
        List<String> others = new ArrayList<>();
        for (Protocol p : protocols().subList(0, 5)) {
            var finding = ask(p, p.good);
            if (finding.verdict() != Verdict.PASSED) {
                others.add(p.check + ": " + finding.says());
            }
        }
        assertThat(others).isEmpty();
    }

    private static dev.holdfast.verifier.domain.check.Finding ask(Protocol p, byte[] answer) {
        try (RawServer server = new RawServer((_, out) -> out.write(answer))) {
            if (p.check.startsWith("redis")) {
                try (Silence redis = Silence.hangingUpAfter(answer)) {
                    return trial(p, redis.port());
                }
            }
            return trial(p, server.port());
        }
    }

    private static dev.holdfast.verifier.domain.check.Finding trial(Protocol p, int port) {
        return Trial.of("checks: { it: { %s } }".formatted(p.check.replace("PORT", "" + port)))
                .timeout(Duration.ofSeconds(3))
                .ask();
    }
}
