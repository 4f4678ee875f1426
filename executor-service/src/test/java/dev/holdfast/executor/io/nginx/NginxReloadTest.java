package dev.holdfast.executor.io.nginx;

import static dev.holdfast.executor.io.Outside.done;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.Allowed;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.io.Calls;
import dev.holdfast.executor.io.Outside;
import dev.holdfast.executor.io.place.Bench;
import dev.holdfast.local.Ports;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Against a real nginx.
class NginxReloadTest {
    private final NginxReload reload = new NginxReload(new Bench(Set.of()));
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir private Path home;
    private String nginx = "";
    private int port;
    private @Nullable ProcessHandle master;

    @BeforeEach
    void serving() throws Exception {
        nginx = Outside.needs("nginx", "nginx-light");
        home = home.toRealPath();
        port = Ports.free();
        configure("return 200 'old';");
        Outside.run(home, nginx, "-p", home.toString(), "-c", home + "/nginx.conf");
        await().atMost(Duration.ofSeconds(10)).until(() -> answer().equals("old"));
        master =
                ProcessHandle.of(
                                Long.parseLong(Files.readString(home.resolve("nginx.pid")).strip()))
                        .orElse(null);
    }

    /// The master ends its workers; one that is killed leaves them.
    @AfterEach
    void nothingStays() {
        ProcessHandle started = master;
        if (started != null) {
            List<ProcessHandle> workers = started.descendants().toList();
            started.destroy();
            await().atMost(Duration.ofSeconds(10))
                    .until(() ->
                            !started.isAlive()
                                    && workers.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    private void configure(String answers) throws IOException {
        Files.writeString(
                home.resolve("nginx.conf"),
                """
                pid %1$s/nginx.pid; error_log %1$s/error.log; worker_processes 1;
                events { worker_connections 64; }
                http { access_log off;
                  client_body_temp_path %1$s/t1; proxy_temp_path %1$s/t2; fastcgi_temp_path %1$s/t3;
                  uwsgi_temp_path %1$s/t4; scgi_temp_path %1$s/t5;
                  server { listen 127.0.0.1:%2$d; location / { %3$s } } }
                """
                        .formatted(home, port, answers));
    }

    private String answer() throws InterruptedException {
        try {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port)).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return e.toString();
        }
    }

    private Call call() {
        return Calls.call(
                new Allowed(List.of(), List.of(), List.of(home.toString())),
                Map.of(
                        "configuration", home + "/nginx.conf",
                        "prefix", home.toString(),
                        "pid-file", home + "/nginx.pid"));
    }

    @Test
    void a_configuration_that_was_put_back_is_read_and_served() throws Exception {
        configure("return 200 'new';");
        assertThat(reload.plan(call()).obstacles()).isEmpty();
        assertThat(reload.plan(call()).unchecked()).isEmpty();

        done(reload.apply(call(), Calls.effect("reload")));

        await().atMost(Duration.ofSeconds(10)).until(() -> answer().equals("new"));
    }

    @Test
    void a_broken_configuration_is_never_read_and_the_old_one_goes_on() throws Exception {
        configure("no such word;");
        assertThat(reload.plan(call()).unchecked()).anyMatch(u -> u.contains("unknown directive"));

        Finding finding = reload.apply(call(), Calls.effect("broken"));

        assertThat(finding).isInstanceOf(Finding.NotDone.class);
        assertThat(((Finding.NotDone) finding).evidence()).contains("unknown directive");
        assertThat(answer()).isEqualTo("old");
    }
}
