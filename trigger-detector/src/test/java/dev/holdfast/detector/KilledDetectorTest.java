package dev.holdfast.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.PackAccepted;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.TriggerEvent.TriggerCleared;
import dev.holdfast.backbone.events.TriggerEvent.TriggerRaised;
import dev.holdfast.local.LocalKafka;
import dev.holdfast.local.Ports;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/// A detector in a process of its own, killed with -9 while it works.
class KilledDetectorTest {
    private static final Scope SHOP = Scope.of("frail", "local");

    @TempDir(cleanup = CleanupMode.NEVER)
    Path folder;

    private final int port = Ports.free();
    private @Nullable Process detector;

    @AfterEach
    void nothing_is_left_running() throws InterruptedException {
        Process left = detector;
        if (left != null) {
            left.destroyForcibly().waitFor();
        }
    }

    @Test
    void killed_before_and_after_it_raises_it_neither_loses_nor_doubles() throws Exception {
        String kafka = LocalKafka.shared().bootstrapServers();
        try (var house = new HouseTopics(kafka);
                var page = new ShopPage()) {
            start(kafka);
            var pack = ShopPack.of("frail", page.url());
            house.offers(pack);
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            !house.triggers(Scope.pack("frail"), PackAccepted.class).isEmpty());
            house.activates(pack);
            page.fails(0.3);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> asks("requests_total").contains("/pay"));

            String identity = identity();
            Duration first = killedAndBack(kafka); // in the middle of `for`
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !house.triggers(SHOP, TriggerRaised.class).isEmpty());
            Duration second = killedAndBack(kafka); // while it is raised
            page.fails(0);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !house.triggers(SHOP, TriggerCleared.class).isEmpty());

            assertThat(house.triggers(SHOP, TriggerRaised.class)).hasSize(1);
            assertThat(house.triggers(SHOP, TriggerCleared.class)).hasSize(1);
            var sequences = house.triggers(SHOP).stream().map(Envelope::sequence).toList();
            assertThat(sequences)
                    .isEqualTo(
                            java.util.stream.LongStream.rangeClosed(1, sequences.size())
                                    .boxed()
                                    .toList());
            assertThat(identity())
                    .as("the process id, by which the one before is fenced")
                    .isEqualTo(identity);
            System.out.println(
                    "Ready again, the start of the JVM included: " + first + ", " + second);
        }
    }

    private Duration killedAndBack(String kafka) throws Exception {
        Process killed = detector;
        if (killed == null) {
            throw new AssertionError("nothing runs");
        }
        killed.destroyForcibly().waitFor();
        Instant began = Instant.now();
        start(kafka);
        Duration took = Duration.between(began, Instant.now());
        System.out.println("Detector ready again after " + took.toMillis() + " ms");
        return took;
    }

    private void start(String kafka) throws IOException {
        String classpath =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        var builder =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                // Of classes that javac has just written.
                                "-XX:+UnlockDiagnosticVMOptions",
                                "-XX:-BytecodeVerificationRemote",
                                "-Xmx192m",
                                "-cp",
                                classpath,
                                DetectorApplication.class.getName())
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
        builder.environment().put("HOLDFAST_PORT", Integer.toString(port));
        builder.environment().put("HOLDFAST_KAFKA", kafka);
        builder.environment().put("HOLDFAST_INSTANCE", "frail");
        builder.environment().put("HOLDFAST_DATA", folder.resolve("data").toString());
        detector = builder.start();
        await().atMost(Duration.ofSeconds(40)).until(() -> status("/health/readiness") == 200);
    }

    private String identity() throws IOException {
        return Files.readString(
                folder.resolve("data/streams/holdfast-detector/kafka-streams-process-metadata"));
    }

    private String asks(String query) {
        try {
            return send("/systems/frail/local/api/v1/query?query=" + query).body();
        } catch (IOException e) {
            return "";
        }
    }

    private int status(String path) {
        try {
            return send(path).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    private HttpResponse<String> send(String path) throws IOException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
