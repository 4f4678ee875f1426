package dev.holdfast.verifier.io.redis;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.local.Ports;
import dev.holdfast.verifier.io.Silence;
import dev.holdfast.verifier.io.Trial;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

class RedisAskerTest {
    private static final Path PROGRAM = Path.of("/usr/bin/redis-server");

    @TempDir Path folder = Path.of("");

    private static Trial trial(int port, String more) {
        return Trial.of(
                "checks: { it: { redis: { address: \"127.0.0.1:%d\"%s } } }".formatted(port, more));
    }

    @Test
    void debians_redis_is_pinged_with_and_without_its_password() throws Exception {
        assumeTrue(Files.isExecutable(PROGRAM), "redis-server is not installed");
        int port = Ports.free();
        Process redis =
                new ProcessBuilder(
                                PROGRAM.toString(),
                                "--bind",
                                "127.0.0.1",
                                "--port",
                                "" + port,
                                "--requirepass",
                                "open-sesame",
                                "--save",
                                "",
                                "--dir",
                                folder.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start();
        try {
            Trial right = trial(port, ", password: redis").secret("redis", "open-sesame");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> right.ask().verdict() == Verdict.PASSED);
            trial(port, "").isInconclusive("NOAUTH");
            trial(port, ", password: redis")
                    .secret("redis", "wrong-word")
                    .isInconclusive("does not let us in");
            trial(port, ", password: redis, within: 1ms").secret("redis", "open-sesame").ask();
        } finally {
            redis.destroy();
            redis.waitFor(10, TimeUnit.SECONDS);
            redis.destroyForcibly();
        }
        trial(port, ", password: redis")
                .secret("redis", "open-sesame")
                .isInconclusive("cannot be reached");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-LOADING Redis is loading the dataset in memory", "-MASTERDOWN x"})
    void a_server_that_says_it_does_not_serve_fails(String reply) {
        try (Silence server = says(reply + "\r\n")) {
            trial(server.port(), "").fails(reply);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+PON",
                "+PONG",
                "+PONG\n",
                "+PONGO\r\n",
                "+OK\r\n",
                "$4\r\nPONG\r\n",
                "HTTP/1.1 200 OK\r\n\r\n+PONG\r\n"
            })
    void what_is_no_pong_is_inconclusive(String reply) {
        try (Silence server = says(reply)) {
            trial(server.port(), "").isInconclusive("");
        }
    }

    @Test
    void a_hanging_server_is_inconclusive_at_its_limit() {
        try (Silence server = Silence.hanging()) {
            trial(server.port(), "").timeout(Duration.ofMillis(200)).isInconclusive("200 ms");
        }
    }

    private static Silence says(String text) {
        return Silence.hangingUpAfter(text.getBytes(StandardCharsets.US_ASCII));
    }
}
