package dev.holdfast.executor.io.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.Allowed;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.io.Calls;
import dev.holdfast.executor.io.ScriptedSite;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class MonitoringTest {
    private static final Path PROGRAM = Path.of("/usr/bin/prometheus-alertmanager");

    @Test
    void alerts_are_silenced_once_for_a_while_on_a_real_alertmanager(@TempDir Path folder)
            throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(PROGRAM), PROGRAM + " is not installed");
        int port = freePort();
        Process process = alertmanager(folder, port);
        try (HttpClient client = HttpClient.newHttpClient()) {
            await().atMost(Duration.ofSeconds(20))
                    .ignoreExceptions()
                    .until(() -> get(client, port, "/-/ready").statusCode() == 200);
            silencing(client, port);
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private static void silencing(HttpClient client, int port) throws Exception {
        Silence action = new Silence();
        Map<String, Object> with =
                Map.of(
                        "labels",
                        Map.of("system", "shop"),
                        "for",
                        "10m",
                        "comment",
                        "back to 1.4.1");
        Call call = call(port, with);
        Effect effect = Calls.effect("silence");
        assertThat(action.plan(call).obstacles()).isEmpty();
        assertThat(action.observe(call, effect)).isInstanceOf(Finding.NotDone.class);

        assertThat(action.apply(call, effect)).isInstanceOf(Finding.Done.class);
        assertThat(action.apply(call, effect)).isInstanceOf(Finding.Done.class);
        assertThat(action.observe(call, effect)).isInstanceOf(Finding.Done.class);
        String standing = get(client, port, "/api/v2/silences").body();
        assertThat(standing).containsOnlyOnce("\"createdBy\":\"holdfast\"").contains("\"endsAt\"");

        assertThat(action.undo(call, Calls.effect("end"))).isInstanceOf(Finding.Done.class);
        assertThat(action.observeUndo(call, Calls.effect("end"))).isInstanceOf(Finding.Done.class);
        assertThat(get(client, port, "/api/v2/silences").body()).contains("\"expired\"");

        Map<String, Object> long_ = new HashMap<>(with);
        long_.put("for", "2d");
        assertThat(action.plan(call(port, long_)).obstacles())
                .containsExactly("a silence lasts at most 24h, not 2d");
    }

    private static Call call(int port, Map<String, Object> with) {
        Map<String, Object> all = new HashMap<>(with);
        all.put("url", "http://127.0.0.1:" + port);
        return Calls.call(new Allowed(List.of(), List.of("127.0.0.1:" + port), List.of()), all);
    }

    private static HttpResponse<String> get(HttpClient client, int port, String path)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static Process alertmanager(Path folder, int port) throws IOException {
        Path config = folder.resolve("alertmanager.yml");
        Files.writeString(config, "route: {receiver: none}\nreceivers: [{name: none}]\n");
        return new ProcessBuilder(
                        PROGRAM.toString(),
                        "--config.file=" + config,
                        "--storage.path=" + folder.resolve("data"),
                        "--cluster.listen-address=",
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void a_mark_is_made_on_dashboards_once() throws IOException {
        StringBuilder made = new StringBuilder();
        try (ScriptedSite site =
                new ScriptedSite((method, path, body) -> {
                    if (method.equals("POST")) {
                        made.append(body);
                        return "200 {\"id\":5}";
                    }
                    return path.contains("tags=") && !made.isEmpty()
                            ? "200 [{\"id\":5}]"
                            : "200 []";
                })) {
            Annotation action = new Annotation();
            Call call =
                    site.call(Map.of("text", "back to 1.4.1", "tags", List.of("shop")), Map.of());
            Effect effect = Calls.effect("mark");
            assertThat(action.plan(call).obstacles()).isEmpty();
            assertThat(action.observe(call, effect)).isInstanceOf(Finding.NotDone.class);
            assertThat(action.apply(call, effect)).isInstanceOf(Finding.Done.class);
            assertThat(action.apply(call, effect)).isInstanceOf(Finding.Done.class);
            assertThat(action.observe(call, effect)).isInstanceOf(Finding.Done.class);
            assertThat(made.toString())
                    .containsOnlyOnce("back to 1.4.1")
                    .contains("holdfast-" + effect.key());
            assertThat(site.header("authorization")).isEqualTo("Bearer canary-token");
        }
    }
}
