package dev.holdfast.detector.io.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;

import dev.holdfast.backbone.pack.PackManifest.SecretReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

class ClustersTest {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answers = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void anApiServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(
                "/",
                exchange -> {
                    if (exchange.getRequestURI().getPath().equals("/slow")) {
                        asked.countDown();
                        try {
                            answers.await();
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                    }
                    byte[] body =
                            String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        answers.countDown();
        server.stop(0);
        threads.close();
    }

    private Access access(String token) {
        return new Access(
                "http://127.0.0.1:" + server.getAddress().getPort(), null, null, null, token);
    }

    private static Clusters.Account account(int n) {
        return new Clusters.Account(new SecretReference("file", "/config-" + n), null);
    }

    private String get(Clusters clusters, int account, String token, String path) throws Exception {
        return new String(
                clusters.get(account(account), access(token), path), StandardCharsets.UTF_8);
    }

    @Test
    void a_look_under_way_keeps_its_connection_when_its_token_is_replaced_and_others_come()
            throws Exception {
        try (Clusters clusters = new Clusters(2, Duration.ofMinutes(1))) {
            Future<String> slow = threads.submit(() -> get(clusters, 0, "old", "/slow"));
            assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(get(clusters, 0, "new", "/")).isEqualTo("Bearer new");
            for (int n = 1; n <= 2; n++) {
                assertThat(get(clusters, n, "t" + n, "/")).isEqualTo("Bearer t" + n);
            }
            assertThat(clusters.open()).as("with the one in use").isEqualTo(3);
            answers.countDown();
            assertThat(slow.get(30, TimeUnit.SECONDS)).isEqualTo("Bearer old");
            assertThat(clusters.open()).isEqualTo(2);
        }
    }

    @Test
    void a_token_that_rotates_leaves_one_connection() throws Exception {
        try (Clusters clusters = new Clusters(2, Duration.ofMinutes(1))) {
            for (int n = 0; n < 3; n++) {
                assertThat(get(clusters, 0, "t" + n, "/")).isEqualTo("Bearer t" + n);
            }
            assertThat(clusters.open()).isOne();
        }
    }
}
