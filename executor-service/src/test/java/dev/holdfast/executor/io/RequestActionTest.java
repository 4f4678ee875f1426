package dev.holdfast.executor.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.Allowed;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.io.request.RequestAction;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// Against a real HTTP server.
class RequestActionTest {
    private final RequestAction action = new RequestAction();
    private final AtomicInteger asked = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> keys = new ConcurrentLinkedQueue<>();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/version",
                e -> {
                    boolean old = asked.incrementAndGet() < 4;
                    answer(
                            e,
                            200,
                            "{\"release\": {\"version\": \"%s\"}}"
                                    .formatted(old ? "1.5.0" : "1.4.1"));
                });
        server.createContext(
                "/flag",
                e -> {
                    keys.add(
                            e.getRequestHeaders().getFirst("Idempotency-Key")
                                    + " "
                                    + e.getRequestHeaders().getFirst("Holdfast-Epoch"));
                    answer(e, 204, "");
                });
        server.createContext("/busy", e -> answer(e, 503, "later"));
        server.createContext("/gone", e -> answer(e, 410, ""));
        server.createContext("/page", e -> answer(e, 200, "<html>sign in</html>"));
        server.createContext("/no", e -> answer(e, 409, "conflict"));
        server.createContext(
                "/away",
                e -> {
                    e.getResponseHeaders().add("Location", "http://169.254.169.254/secrets");
                    answer(e, 302, "");
                });
        server.createContext(
                "/hangs",
                e -> {
                    keys.add("hangs");
                    // Never answered: the connection is cut without a word.
                    e.close();
                });
        server.createContext("/large", e -> answer(e, 200, "x".repeat(5 << 20)));
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private static void answer(HttpExchange e, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        e.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (var out = e.getResponseBody()) {
            if (bytes.length > 0) {
                out.write(bytes);
            }
        }
    }

    private Call call(String path, Map<String, Object> more) {
        String host = "127.0.0.1:" + server.getAddress().getPort();
        Map<String, Object> with = new HashMap<>(more);
        with.putIfAbsent("url", "http://" + host + path);
        return Calls.call(new Allowed(List.of(), List.of(host), List.of()), with);
    }

    @Test
    void it_asks_again_until_the_answer_fits() {
        Finding finding =
                action.apply(
                        call(
                                "/version",
                                Map.of(
                                        "expect-json",
                                        Map.of("release.version", "1.4.1"),
                                        "every",
                                        "20ms")),
                        Calls.effect("version"));

        assertThat(finding).isInstanceOf(Finding.Done.class);
        assertThat(asked).hasValue(4);
    }

    @Test
    void an_answer_that_does_not_fit_in_time_says_what_it_was() {
        Finding finding =
                action.apply(
                        call(
                                "/version",
                                Map.of(
                                        "expect-json",
                                        Map.of("release.version", "9"),
                                        "every",
                                        "20ms")),
                        Calls.effect("version", Duration.ofSeconds(1)));

        assertThat(((Finding.NotDone) finding).reason())
                .startsWith("release.version is \"1.4.1\", expected '9'");
    }

    @Test
    void a_request_carries_its_key_and_epoch() {
        action.apply(call("/flag", Map.of("method", "POST", "body", "{}")), Calls.effect("flag"));

        assertThat(keys).containsExactly(Calls.effect("flag").key() + " 7");
    }

    @Test
    void a_redirect_is_not_followed() {
        Finding finding = action.apply(call("/away", Map.of()), Calls.effect("away"));

        assertThat(((Finding.NotDone) finding).reason())
                .contains("redirects to http://169.254.169.254/secrets, which is not followed");
    }

    @Test
    void a_lost_answer_is_unsure_when_something_may_have_changed() {
        assertThat(action.apply(call("/hangs", Map.of("method", "POST")), Calls.effect("a")))
                .isInstanceOf(Finding.Unsure.class);
        assertThat(action.apply(call("/hangs", Map.of()), Calls.effect("b")))
                .isInstanceOf(Finding.NotDone.class);
        assertThat(action.apply(call("/busy", Map.of("method", "POST")), Calls.effect("c")))
                .isInstanceOf(Finding.Unsure.class);
        assertThat(action.apply(call("/no", Map.of("method", "POST")), Calls.effect("d")))
                .isInstanceOf(Finding.NotDone.class);
    }

    @Test
    void a_server_that_is_not_there_was_not_asked() {
        Call call = call("/flag", Map.of("method", "POST"));
        server.stop(0);

        assertThat(action.apply(call, Calls.effect("gone"))).isInstanceOf(Finding.NotDone.class);
    }

    private Finding looked(String at, Map<String, Object> more) {
        Map<String, Object> with = new HashMap<>(more);
        with.put("method", "POST");
        with.put("observe", "http://127.0.0.1:" + server.getAddress().getPort() + at);
        return action.observe(call("/x", with), Calls.effect("look"));
    }

    @Test
    void only_an_answer_that_says_so_shows_that_something_was_not_done() {
        assertThat(looked("/missing", Map.of())).isInstanceOf(Finding.NotDone.class);
        assertThat(looked("/gone", Map.of())).isInstanceOf(Finding.NotDone.class);
        assertThat(looked("/version", Map.of("expect-json", Map.of("release.version", "9"))))
                .isInstanceOf(Finding.NotDone.class);
        for (String failed : List.of("/busy", "/no", "/away")) {
            assertThat(looked(failed, Map.of())).isInstanceOf(Finding.Unsure.class);
        }
        assertThat(looked("/page", Map.of("expect-json", Map.of("version", "9"))))
                .isInstanceOf(Finding.Unsure.class);
        // What the request itself must answer does not hold for the look.
        assertThat(looked("/flag", Map.of("expect-status", List.of("201"))))
                .isInstanceOf(Finding.Done.class);
    }

    @Test
    void only_what_says_so_is_repeated_blindly() {
        assertThat(action.plan(call("/x", Map.of())).repeat()).isEqualTo(Repeat.IDEMPOTENT);
        assertThat(action.plan(call("/x", Map.of("method", "POST"))).repeat())
                .isEqualTo(Repeat.MANUAL);
        assertThat(
                        action.plan(call("/x", Map.of("method", "POST", "observe", "http://a.b/")))
                                .repeat())
                .isEqualTo(Repeat.CHECKABLE);
    }

    @Test
    void a_host_that_is_not_allowed_is_neither_planned_nor_asked() {
        Call elsewhere =
                Calls.call(
                        new Allowed(List.of(), List.of("127.0.0.1:1"), List.of()),
                        Map.of(
                                "url",
                                "http://127.0.0.1:" + server.getAddress().getPort() + "/flag"));

        assertThat(action.plan(elsewhere).obstacles()).hasSize(1);
        assertThat(action.apply(elsewhere, Calls.effect("x"))).isInstanceOf(Finding.NotDone.class);
        assertThat(keys).isEmpty();
    }

    @Test
    void where_clouds_keep_their_credentials_is_never_asked() {
        Call metadata =
                Calls.call(
                        new Allowed(List.of(), List.of("169.254.169.254:80"), List.of()),
                        Map.of("url", "http://169.254.169.254/latest"));

        assertThat(action.plan(metadata).obstacles())
                .containsExactly("169.254.169.254 is a link-local address");
    }

    @Test
    void a_large_answer_is_bounded() {
        Finding finding = action.apply(call("/large", Map.of()), Calls.effect("large"));

        assertThat(((Finding.Done) finding).evidence().length()).isLessThanOrEqualTo(16 << 10);
    }
}
