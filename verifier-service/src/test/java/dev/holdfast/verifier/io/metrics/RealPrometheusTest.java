package dev.holdfast.verifier.io.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.local.Ports;
import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Question;
import dev.holdfast.verifier.io.RawServer;
import dev.holdfast.verifier.io.World;
import dev.holdfast.verifier.io.probe.Unusable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Debian's Prometheus, where it is installed, scraping a target for real.
class RealPrometheusTest {
    private static final Path PROGRAM = Path.of("/usr/bin/prometheus");

    @TempDir Path folder = Path.of("");

    @Test
    void it_is_asked_like_any_other() throws Exception {
        assumeTrue(Files.isExecutable(PROGRAM), "prometheus is not installed");
        try (RawServer target =
                RawServer.saying(
                        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\norders_total{kind=\"web\"} 42\n")) {
            int port = Ports.free();
            Process prometheus = start(target.port(), port);
            try {
                await().atMost(Duration.ofSeconds(30))
                        .ignoreExceptions()
                        .until(() ->
                                sample(port, "orders_total").size() == 1
                                        && sample(port, "sum(orders_total)").size() == 1);
                Answer.Sample found = sample(port, "orders_total").getFirst();
                assertThat(found.value()).isEqualTo(42);
                assertThat(found.labels()).containsEntry("kind", "web");
                assertThat(sample(port, "absent_total")).isEmpty();
                assertThat(sample(port, "scalar(sum(orders_total))").getFirst().value())
                        .isEqualTo(42);
            } finally {
                prometheus.destroy();
                prometheus.waitFor(10, TimeUnit.SECONDS);
                prometheus.destroyForcibly();
            }
        }
    }

    private static List<Answer.Sample> sample(int port, String query) throws Unusable {
        Question.Metrics q =
                new Question.Metrics(
                        URI.create("http://127.0.0.1:" + port),
                        "a/b",
                        List.of(new Question.Metrics.At(query, Duration.ZERO)),
                        null);
        MetricsAsker asker = World.metrics("http://127.0.0.1:1");
        return ((Answer.Series) asker.ask(q, World.terms(3_000))).results().getFirst();
    }

    private Process start(int target, int port) throws Exception {
        Path config = folder.resolve("prometheus.yml");
        Files.writeString(
                config,
                """
                scrape_configs:
                  - job_name: shop
                    scrape_interval: 1s
                    static_configs: [{targets: ["127.0.0.1:%d"]}]
                """
                        .formatted(target));
        return new ProcessBuilder(
                        PROGRAM.toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }
}
