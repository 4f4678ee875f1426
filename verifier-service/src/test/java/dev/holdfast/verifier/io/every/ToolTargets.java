package dev.holdfast.verifier.io.every;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;

import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.local.LocalKafka;
import dev.holdfast.verifier.io.RawServer;
import dev.holdfast.verifier.io.every.Target.Side;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Kafka, a mail server, and of Debian's programs those that are installed here: Prometheus,
/// Alertmanager, Redis.
final class ToolTargets {
    private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");
    private static final Path ALERTMANAGER = Path.of("/usr/bin/prometheus-alertmanager");
    private static final Path REDIS = Path.of("/usr/bin/redis-server");
    private static final Duration LONG = Duration.ofSeconds(60);

    private ToolTargets() {}

    static List<Target> start(Things things) throws Exception {
        List<Target> all = new ArrayList<>(List.of(kafka(), mail(things)));
        if (Things.installed(PROMETHEUS)) {
            all.add(prometheus(things));
        }
        if (Things.installed(ALERTMANAGER)) {
            all.add(alertmanager(things));
        }
        if (Things.installed(REDIS)) {
            all.add(redis(things));
        }
        return all;
    }

    private static Target prometheus(Things things) throws Exception {
        RawServer page =
                things.keep(
                        RawServer.saying(
                                """
                                HTTP/1.1 200 OK\r
                                Content-Type: text/plain\r
                                \r
                                errors{side="good"} 0
                                errors{side="bad"} 50
                                """));
        Path config =
                things.file(
                        "prometheus.yml",
                        "scrape_configs: [{job_name: shop, scrape_interval: 1s, static_configs:"
                                + " [{targets: [\"127.0.0.1:%d\"]}]}]\n".formatted(page.port()));
        int port =
                things.listening(
                        PROMETHEUS,
                        "--config.file=" + config,
                        "--storage.tsdb.path={folder}/data",
                        "--web.listen-address=127.0.0.1:{port}");
        return ready(
                Target.of(
                        "metrics",
                        "checks: { it: { metrics: { url: \"http://127.0.0.1:PORT\", query:"
                                + " 'sum(errors{side=\"SIDE\"})', at-most: 1 } } }",
                        port));
    }

    private static Target alertmanager(Things things) throws Exception {
        Path config =
                things.file(
                        "alertmanager.yml",
                        "route: {receiver: nobody}\nreceivers: [{name: nobody}]\n");
        int port =
                things.listening(
                        ALERTMANAGER,
                        "--config.file=" + config,
                        "--storage.path={folder}/data",
                        "--cluster.listen-address=",
                        "--web.listen-address=127.0.0.1:{port}");
        String body =
                "[{\"labels\":{\"alertname\":\"Watchdog\"},\"endsAt\":\"%1$s\"},{\"labels\":{\"alertname\":\"HighErrors\",\"side\":\"bad\"},\"endsAt\":\"%1$s\"}]"
                        .formatted(Instant.now().plusSeconds(3_600));
        await().atMost(LONG).ignoreExceptions().until(() -> posted(port, body) == 200);
        return ready(
                Target.of(
                        "alert",
                        "checks: { it: { alert: { alertmanager: \"http://127.0.0.1:PORT\", alive:"
                                + " Watchdog, labels: { side: SIDE } } } }",
                        port));
    }

    private static int posted(int port, String body) throws Exception {
        URI url = URI.create("http://127.0.0.1:%d/api/v2/alerts".formatted(port));
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(url)
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        }
    }

    /// The bad one is a replica that has lost its master and says so.
    private static Target redis(Things things) throws Exception {
        String[] plain = {
            "--bind", "127.0.0.1", "--port", "{port}", "--save", "", "--dir", "{folder}"
        };
        int good = things.listening(REDIS, plain);
        List<String> lost = new ArrayList<>(List.of(plain));
        lost.addAll(List.of("--replicaof", "127.0.0.1 1", "--replica-serve-stale-data", "no"));
        int bad = things.listening(REDIS, lost.toArray(String[]::new));
        return ready(
                Target.of(
                        "redis",
                        "checks: { it: { redis: { address: \"127.0.0.1:PORT\" } } }",
                        good,
                        bad));
    }

    /// Waits until it tells good from bad.
    private static Target ready(Target target) {
        await().atMost(LONG)
                .until(() ->
                        verdict(target, Side.GOOD) == Verdict.PASSED
                                && verdict(target, Side.BAD) == Verdict.FAILED);
        return target;
    }

    private static Verdict verdict(Target target, Side side) {
        return target.trial(side, target.port(side)).ask().verdict();
    }

    private static Target mail(Things things) {
        GreenMail server =
                new GreenMail(
                        new ServerSetup[] {
                            new ServerSetup(0, "127.0.0.1", "smtp").dynamicPort(),
                            new ServerSetup(0, "127.0.0.1", "imap").dynamicPort()
                        });
        server.start();
        things.keep(server::stop);
        server.setUser("probe@shop.example", "probe", "open-sesame");
        GreenMailUtil.sendTextEmail(
                "probe@shop.example",
                "orders@shop.example",
                "Order good is paid",
                "Thank you",
                server.getSmtp().getServerSetup());
        assertThat(server.waitForIncomingEmail(20_000, 1)).isTrue();
        return Target.of(
                        "mail",
                        """
                        mailboxes:
                          probe: { address: "127.0.0.1:PORT", user: probe, password: mail, tls: none }
                        checks: { it: { mail: { mailbox: probe, subject: Order SIDE } } }
                        """,
                        server.getImap().getPort())
                .with((t, _) -> t.secret("mail", "open-sesame"));
    }

    private static Target kafka() throws Exception {
        String bootstrap = LocalKafka.shared().bootstrapServers();
        TopicPartition orders = new TopicPartition("every-orders", 0);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(
                                Map.of("bootstrap.servers", bootstrap),
                                new ByteArraySerializer(),
                                new ByteArraySerializer())) {
            admin.createTopics(List.of(new NewTopic(orders.topic(), 1, (short) 1))).all().get();
            for (int i = 0; i < 50; i++) {
                producer.send(new ProducerRecord<>(orders.topic(), new byte[] {1})).get();
            }
            for (Map.Entry<String, Long> group : Map.of("good", 50L, "bad", 0L).entrySet()) {
                admin.alterConsumerGroupOffsets(
                                group.getKey(),
                                Map.of(orders, new OffsetAndMetadata(group.getValue())))
                        .all()
                        .get();
            }
        }
        return Target.of(
                        "kafka-lag",
                        """
                        brokers: { shop: { bootstrap: ["127.0.0.1:PORT"] } }
                        checks: { it: { kafka-lag: { broker: shop, group: SIDE, at-most: 3, members: 0 } } }
                        """,
                        Integer.parseInt(bootstrap.replaceAll(".*:", "")))
                .namingItsPort();
    }
}
