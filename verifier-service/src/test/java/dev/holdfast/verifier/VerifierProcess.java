package dev.holdfast.verifier;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.EventId;
import dev.holdfast.backbone.events.IncidentEvent.PackActivated;
import dev.holdfast.backbone.events.PackAccepted;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.events.VerificationRequested;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.kafka.EventCodec;
import dev.holdfast.backbone.kafka.KafkaSettings;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.local.LocalKafka;
import dev.holdfast.local.LocalPostgres;
import dev.holdfast.local.Ports;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// verifier-service in a process of its own, over a real broker and a database of its own, so that
/// it can be killed.
final class VerifierProcess implements AutoCloseable {
    /// What came on the topic, and when it was seen.
    record Seen(Envelope<Event> envelope, Instant at) {}

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Path folder;
    private final String database;
    private final int port = Ports.free();
    private final KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(KafkaSettings.producer(bootstrap(), "test"));
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final Thread reader;
    private Process process;

    /// @param name of the database; nothing else in this broker or database server has it
    VerifierProcess(Path folder, String name) throws Exception {
        this.folder = folder;
        this.database = name;
        LocalPostgres.shared().createDatabase(name);
        process = start();
        reader = Thread.ofVirtual().start(this::read);
        ready();
    }

    private Process start() throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        // Of classes that javac has just written.
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:-BytecodeVerificationRemote",
                        "-XX:+UseCompactObjectHeaders",
                        "-XX:MinHeapFreeRatio=10",
                        "-XX:MaxHeapFreeRatio=30",
                        "-Xmx256m",
                        "-Xms16m",
                        "-Xmn8m",
                        "-cp",
                        System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path")),
                        "dev.holdfast.verifier.VerifierApplication");
        LocalPostgres postgres = LocalPostgres.shared();
        builder.environment()
                .putAll(
                        Map.of(
                                "HOLDFAST_PORT", "" + port,
                                "HOLDFAST_KAFKA", bootstrap(),
                                "HOLDFAST_POSTGRES_HOST", postgres.host(),
                                "HOLDFAST_POSTGRES_PORT", "" + postgres.port(),
                                "HOLDFAST_POSTGRES_DATABASE", database,
                                "HOLDFAST_POSTGRES_USER", postgres.user(),
                                "HOLDFAST_POSTGRES_PASSWORD", postgres.password(),
                                "HOLDFAST_DATA", folder.toString(),
                                "HOLDFAST_LEASE", "3s"));
        Process started =
                builder.redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                        .start();
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
        return started;
    }

    void ready() {
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(() -> get("/health/readiness").statusCode() == 200);
    }

    long pid() {
        return process.pid();
    }

    /// As `kill -9`.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void restart() throws IOException {
        process = start();
        ready();
    }

    /// Makes a pack current.
    void activate(PackFiles pack) {
        send(
                new ProducerRecord<>(
                        Topic.PACKS.title(),
                        pack.name().getBytes(StandardCharsets.UTF_8),
                        Json.bytes(pack)));
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        seen(PackAccepted.class).stream()
                                .anyMatch(p -> p.digest().equals(pack.digest())));
        publish(
                Scope.pack(pack.name()),
                new PackActivated(pack.name(), pack.digest(), Instant.now()));
    }

    void ask(Scope scope, String verification, String stage) {
        Instant now = Instant.now();
        publish(
                scope,
                new VerificationRequested(
                        verification,
                        null,
                        null,
                        stage,
                        new Release("backend", "1.4.1"),
                        null,
                        now.plusSeconds(120),
                        now));
    }

    private void publish(Scope scope, Event event) {
        String id = EventId.of(scope, event);
        send(
                EventCodec.encode(
                        Topic.INCIDENTS,
                        "test",
                        new Envelope<>(
                                id, scope, Instant.now(), 1, null, null, null, null, event)));
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        try {
            producer.send(record).get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(record.topic() + " did not take a record", e);
        }
    }

    <E extends Event> List<E> seen(Class<E> type) {
        return seen.stream()
                .map(s -> s.envelope().data())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    List<Seen> seen() {
        return seen;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /// Missing while there is none.
    JsonNode verification(String id) throws IOException, InterruptedException {
        return Json.mapper().readTree(get("/api/verifications/" + id).body());
    }

    private void read() {
        List<TopicPartition> all =
                IntStream.range(0, Topic.VERIFICATIONS.partitions())
                        .mapToObj(p -> new TopicPartition(Topic.VERIFICATIONS.title(), p))
                        .toList();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(KafkaSettings.consumer(bootstrap(), "unused", "reader"))) {
            consumer.assign(all);
            consumer.seekToEnd(all);
            while (!Thread.currentThread().isInterrupted()) {
                for (ConsumerRecord<byte[], byte[]> r : consumer.poll(Duration.ofMillis(50))) {
                    seen.add(new Seen(EventCodec.decode(r), Instant.now()));
                }
            }
        } catch (org.apache.kafka.common.errors.InterruptException _) {
            // the tests are over
        }
    }

    private static String bootstrap() {
        return LocalKafka.shared().bootstrapServers();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        reader.interrupt();
        producer.close();
    }
}
