package dev.holdfast.notifier.io.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.holdfast.backbone.pack.PackManifest.SecretReference;
import dev.holdfast.notifier.domain.notice.Letter;
import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.notice.Outcome.Delivered;
import dev.holdfast.notifier.domain.notice.Outcome.Later;
import dev.holdfast.notifier.domain.notice.Outcome.Refused;
import dev.holdfast.notifier.domain.plan.Address.WebhookAddress;
import dev.holdfast.notifier.io.channel.Attempts;
import dev.holdfast.notifier.io.channel.Exchange;
import dev.holdfast.notifier.io.channel.Reach;
import dev.holdfast.notifier.io.channel.RetryAfter;
import dev.holdfast.notifier.io.channel.Rooms;
import dev.holdfast.notifier.io.secret.Secrets;

import io.prometheus.client.CollectorRegistry;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Against a real HTTP server.
class WebhookChannelTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final SecretReference REFERENCE = new SecretReference("env", "HOOK");

    private record Got(Map<String, List<String>> headers, String body) {}

    private final List<Got> got = new CopyOnWriteArrayList<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private final WebhookChannel channel =
            new WebhookChannel(
                    new Exchange(
                            InstantSource.system(),
                            new Reach(List.of(), InetAddress::getAllByName)),
                    new Secrets(Map.of("HOOK", SECRET)));
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        release.countDown();
        server.stop(0);
    }

    @Test
    void a_notice_is_posted_signed_so_that_the_standards_library_accepts_it() {
        assertThat(send("/200", REFERENCE)).isEqualTo(new Delivered("HTTP 200"));
        Got one = got.getFirst();
        assertThat(one.headers().get("Webhook-id")).containsExactly("notice-1");
        assertThat(one.body())
                .contains("\"type\":\"holdfast.resolved\"", "\"text\":\"<b>over</b>\"");
        HttpHeaders headers = HttpHeaders.of(one.headers(), (_, _) -> true);
        assertThatCode(() -> new Webhook(SECRET).verify(one.body(), headers))
                .doesNotThrowAnyException();
    }

    @Test
    void the_body_of_a_repeat_is_the_same_to_the_byte() {
        send("/500", REFERENCE);
        send("/200", REFERENCE);
        assertThat(got.get(0).body()).isEqualTo(got.get(1).body());
        assertThat(got.get(0).headers().get("Webhook-id"))
                .isEqualTo(got.get(1).headers().get("Webhook-id"));
    }

    @ParameterizedTest
    @CsvSource({"/500, HTTP 500", "/404, HTTP 404", "/302, HTTP 302"})
    void any_other_answer_is_tried_later(String path, String reason) {
        assertThat(send(path, REFERENCE)).isEqualTo(new Later(reason, null));
    }

    @Test
    void a_channel_that_is_busy_says_when() {
        assertThat(send("/429", REFERENCE)).isEqualTo(new Later("HTTP 429", Duration.ofSeconds(7)));
    }

    @Test
    void a_channel_that_is_gone_is_final() {
        assertThat(send("/410", REFERENCE)).isInstanceOf(Refused.class);
    }

    @Test
    void a_channel_that_hangs_is_left_after_its_timeout() {
        assertThat(send("/hang", REFERENCE))
                .isInstanceOfSatisfying(
                        Later.class, l -> assertThat(l.reason()).startsWith("no answer within"));
    }

    @Test
    void nothing_is_sent_unsigned_when_the_key_is_missing() {
        assertThat(send("/200", new SecretReference("env", "NOBODY")))
                .isInstanceOfSatisfying(
                        Later.class,
                        l ->
                                assertThat(l.reason())
                                        .contains("env:NOBODY", "nothing was sent unsigned"));
        assertThat(got).isEmpty();
    }

    @Test
    void a_server_that_is_down_is_tried_later() {
        server.stop(0);
        assertThat(send("/200", REFERENCE)).isInstanceOf(Later.class);
    }

    @Test
    void a_hanging_channel_delays_no_other() throws Exception {
        Rooms rooms =
                new Rooms(
                        List.of(channel),
                        new Attempts(new CollectorRegistry(), InstantSource.system()),
                        new Reach(List.of(), InetAddress::getAllByName));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Optional<Outcome>>> stuck = new CopyOnWriteArrayList<>();
            for (int i = 0; i < 350; i++) {
                stuck.add(threads.submit(() -> inTurn(rooms, "shop/slow", "/hang")));
            }
            assertThat(inTurn(rooms, "shop/quick", "/200"))
                    .hasValueSatisfying(o -> assertThat(o).isInstanceOf(Delivered.class));
            assertThat(stuck).anyMatch(f -> !f.isDone());
            long sentAway = 0;
            for (Future<Optional<Outcome>> f : stuck) {
                sentAway += f.get().isEmpty() ? 1 : 0;
            }
            // 4 at the door, at most 300 in line, and nobody else is held.
            assertThat(sentAway).isGreaterThanOrEqualTo(350 - 4 - 300);
        }
    }

    /// Nothing where the line was too long.
    private Optional<Outcome> inTurn(Rooms rooms, String name, String path) {
        return rooms.inTurn(
                name,
                () -> Optional.of(rooms.deliver(name, address(path, REFERENCE), letter())),
                _ -> Optional.empty());
    }

    @Test
    void a_channel_that_fails_again_and_again_rests() {
        Rooms rooms =
                new Rooms(
                        List.of(channel),
                        new Attempts(new CollectorRegistry(), InstantSource.system()),
                        new Reach(List.of(), InetAddress::getAllByName));
        for (int i = 0; i < 5; i++) {
            assertThat(rooms.deliver("shop/bad", address("/500", REFERENCE), letter()))
                    .isInstanceOf(Later.class);
        }
        assertThat(rooms.deliver("shop/bad", address("/500", REFERENCE), letter()))
                .isInstanceOf(Outcome.Untried.class);
        assertThat(got).hasSize(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "120|PT2M",
                "0|PT0S",
                "Fri, 20 Nov 2026 14:00:30 GMT|PT30S",
                "Fri, 20 Nov 2026 13:00:00 GMT|PT0S"
            })
    void retry_after_is_seconds_or_a_date(String header, Duration expected) {
        assertThat(RetryAfter.read(header, Instant.parse("2026-11-20T14:00:00Z")))
                .contains(expected);
        assertThat(RetryAfter.read("soon", Instant.EPOCH)).isEmpty();
    }

    private Outcome send(String path, @Nullable SecretReference secret) {
        return channel.send(address(path, secret), letter());
    }

    private WebhookAddress address(String path, @Nullable SecretReference secret) {
        URI url =
                URI.create("http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path));
        return new WebhookAddress(url, secret, Duration.ofSeconds(1));
    }

    private static Letter letter() {
        return new Letter(
                "notice-1",
                "hook",
                "resolved",
                "shop/production",
                "shop-1",
                "P1",
                Instant.EPOCH,
                "over",
                "<b>over</b>",
                1,
                Instant.now(),
                Map.of(),
                Map.of());
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        got.add(
                new Got(
                        Map.copyOf(exchange.getRequestHeaders()),
                        new String(
                                exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        if (path.equals("/hang")) {
            try {
                release.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
            return;
        }
        if (path.equals("/429")) {
            exchange.getResponseHeaders().add("Retry-After", "7");
        }
        exchange.sendResponseHeaders(Integer.parseInt(path.substring(1)), -1);
        exchange.close();
    }
}
