package dev.holdfast.verifier.io.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;

import dev.holdfast.backbone.pack.PackManifest.SecretReference;
import dev.holdfast.local.Ports;
import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Question;
import dev.holdfast.verifier.io.RawServer;
import dev.holdfast.verifier.io.World;
import dev.holdfast.verifier.io.net.Dialer;
import dev.holdfast.verifier.io.probe.Secrets;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import javax.net.ssl.SSLSocketFactory;

/// One exchange with real servers: whole, or not at all.
class HttpAskerTest {
    private static Answer.Http ask(String url) throws Unusable {
        return World.exchange().send(World.get(url), World.terms(2_000));
    }

    private static Answer.Why why(String url, long millis) {
        return why(World.get(url), millis);
    }

    private static Answer.Why why(Question.Http question, long millis) {
        Unusable e =
                catchThrowableOfType(
                        Unusable.class, () -> World.exchange().send(question, World.terms(millis)));
        return e.answer(Duration.ZERO).why();
    }

    @Test
    void a_real_server_is_asked_and_answers() throws Exception {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/health",
                exchange -> {
                    byte[] body = "{\"status\":\"UP\"}".getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().add("X-Asked", exchange.getRequestMethod());
                    exchange.sendResponseHeaders(200, 0); // chunked
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        try {
            String base = "http://127.0.0.1:" + server.getAddress().getPort();
            Answer.Http answer = ask(base + "/health?x=1");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"status\":\"UP\"}");
            assertThat(answer.header("x-asked")).isEqualTo("GET");
            assertThat(ask(base + "/nothing").status()).isEqualTo(404);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void a_redirect_is_an_answer_and_is_not_followed() throws Exception {
        try (RawServer evil = RawServer.saying("HTTP/1.1 200 OK\r\n\r\nsecret");
                RawServer server =
                        RawServer.saying(
                                "HTTP/1.1 302 Found\r\nLocation: "
                                        + evil.url("/")
                                        + "\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(ask(server.url("/")).status()).isEqualTo(302);
            assertThat(evil.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200",
                "HTTP/1.1 200 OK\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 4\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nxx",
                "HTTP/1.1 200 OK\r\n folded: x\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/2 200\r\n\r\n",
                "220 mail.example.com ESMTP\r\n",
                "SSH-2.0-OpenSSH_9.2\r\n",
            })
    void half_or_broken_answers_are_none(String bytes) {
        try (RawServer server = RawServer.saying(bytes)) {
            assertThat(why(server.url("/"), 2_000)).isEqualTo(Answer.Why.BROKEN);
        }
    }

    @Test
    void a_body_is_read_up_to_its_limit_on_the_byte() throws Exception {
        String head = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n";
        try (RawServer framed = RawServer.saying(head + "x".repeat(100));
                RawServer open = RawServer.saying("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(100))) {
            for (RawServer server : new RawServer[] {framed, open}) {
                URI url = URI.create(server.url("/"));
                var enough = new Question.Http("GET", url, Map.of(), null, 100);
                var tooSmall = new Question.Http("GET", url, Map.of(), null, 99);
                assertThat(World.exchange().send(enough, World.terms(2_000)).body()).hasSize(100);
                assertThat(why(tooSmall, 2_000)).isEqualTo(Answer.Why.BROKEN);
            }
        }
    }

    @Test
    void a_silent_and_a_dripping_server_are_too_slow() {
        try (RawServer silent = new RawServer((_, _) -> Thread.sleep(5_000));
                RawServer dripping =
                        new RawServer((_, out) -> {
                            out.write(
                                    "HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                            for (int i = 0; i < 200; i++) {
                                out.write('x');
                                out.flush();
                                Thread.sleep(20);
                            }
                        })) {
            assertThat(why(silent.url("/"), 150)).isEqualTo(Answer.Why.SLOW);
            assertThat(why(dripping.url("/"), 150)).isEqualTo(Answer.Why.SLOW);
        }
    }

    @Test
    void nobody_there_is_gone() {
        String url = "http://127.0.0.1:%d/".formatted(Ports.free());
        assertThat(why(url, 1_000)).isEqualTo(Answer.Why.GONE);
    }

    @Test
    void an_endless_header_and_an_endless_body_end_at_their_limits() {
        try (RawServer headers =
                        new RawServer((_, out) -> {
                            out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
                            while (true) {
                                out.write("a: b\r\n".getBytes(StandardCharsets.US_ASCII));
                            }
                        });
                RawServer body =
                        new RawServer((_, out) -> {
                            out.write(
                                    "HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                            while (true) {
                                out.write(new byte[8192]);
                            }
                        })) {
            assertThat(why(headers.url("/"), 5_000)).isEqualTo(Answer.Why.BROKEN);
            assertThat(why(body.url("/"), 5_000)).isEqualTo(Answer.Why.BROKEN);
        }
    }

    @Test
    void a_name_that_leads_inside_is_not_connected_to() throws IOException {
        try (RawServer inside = RawServer.saying("HTTP/1.1 200 OK\r\n\r\nsecret")) {
            var reach =
                    new dev.holdfast.verifier.domain.file.Reach(
                            java.util.List.of(
                                    dev.holdfast.verifier.domain.file.Reach.entry(
                                            "shop.example.com")),
                            java.util.List.of());
            InetAddress good = InetAddress.getByName("93.184.216.34");
            InetAddress evil = InetAddress.getLoopbackAddress();
            for (InetAddress[] answer : new InetAddress[][] {{evil}, {good, evil}}) {
                Exchange exchange =
                        new Exchange(
                                new Dialer(_ -> answer),
                                (SSLSocketFactory) SSLSocketFactory.getDefault());
                Unusable e =
                        catchThrowableOfType(
                                Unusable.class,
                                () ->
                                        exchange.send(
                                                World.get(
                                                        "http://shop.example.com:"
                                                                + inside.port()
                                                                + "/"),
                                                Terms.of(reach, Map.of(), Duration.ofSeconds(1))));
                assertThat(e.answer(Duration.ZERO).why()).isEqualTo(Answer.Why.REFUSED);
            }
            assertThat(inside.requests()).isEmpty();
        }
    }

    @Test
    void a_secret_is_filled_in_at_the_last_moment_and_masked_in_what_comes_back() throws Exception {
        try (RawServer server =
                new RawServer((request, out) ->
                        out.write(
                                ("HTTP/1.1 200 OK\r\n\r\n" + request)
                                        .getBytes(StandardCharsets.US_ASCII)))) {
            HttpAsker asker =
                    new HttpAsker(
                            World.exchange(), new Secrets(Map.of("TOKEN", "t0p-s3cret")::get));
            Terms terms =
                    Terms.of(
                            World.LOOPBACK,
                            Map.of("api", new SecretReference("env", "TOKEN")),
                            Duration.ofSeconds(2));
            var question =
                    new Question.Http(
                            "GET",
                            URI.create(server.url("/")),
                            Map.of("X-Key", "${secret.api}", "Host", "evil", "A", "b\r\nC: d"),
                            null,
                            1000);
            Answer.Http answer = (Answer.Http) asker.ask(question, terms);
            assertThat(server.requests().getFirst())
                    .contains("X-Key: t0p-s3cret", "Host: 127.0.0.1:" + server.port(), "A: b  C: d")
                    .doesNotContain("evil", "\nC: d");
            assertThat(answer.body()).contains("X-Key: ***").doesNotContain("t0p");
            assertThat(question.asks()).contains("${secret.api}").doesNotContain("t0p");
        }
    }
}
