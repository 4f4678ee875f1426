package dev.holdfast.shop.compose;

import dev.holdfast.shop.lab.Program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A real nginx of the lab's own, which reads the configuration of the release that `current` names.
///
/// @param home everything that it writes lies there
record Nginx(Path home, Program program) {
    private static final long PATIENCE_SECONDS = 10;

    /// What a release says to nginx.
    static String configuration(Path home, int front, int service) {
        return """
        daemon on;
        worker_processes 1;
        pid %1$s/nginx.pid;
        error_log %1$s/nginx.log;
        events { worker_connections 256; }
        http {
          access_log off;
          client_body_temp_path %1$s/nginx/body;
          proxy_temp_path %1$s/nginx/proxy;
          fastcgi_temp_path %1$s/nginx/fastcgi;
          uwsgi_temp_path %1$s/nginx/uwsgi;
          scgi_temp_path %1$s/nginx/scgi;
          server {
            listen 127.0.0.1:%2$d;
            location / { proxy_pass http://127.0.0.1:%3$d; proxy_read_timeout 10s; }
          }
        }
        """
                .formatted(home, front, service);
    }

    private String[] line(String... words) {
        String[] line = new String[words.length + 3];
        line[0] = "nginx";
        line[1] = "-c";
        line[2] = home.resolve("current/nginx.conf").toString();
        System.arraycopy(words, 0, line, 3, words.length);
        return line;
    }

    /// Starts it; one that an earlier lab left behind ends first.
    void start() throws IOException, InterruptedException {
        stop();
        Files.createDirectories(home.resolve("nginx"));
        program.run(home, line());
    }

    void reload() throws IOException, InterruptedException {
        program.run(home, line("-s", "reload"));
    }

    void stop() throws IOException, InterruptedException {
        Path file = home.resolve("nginx.pid");
        // `nginx -t` leaves an empty one where there is none.
        String pid = Files.exists(file) ? Files.readString(file).strip() : "";
        Optional<ProcessHandle> master =
                pid.matches("[0-9]{1,9}")
                        ? ProcessHandle.of(Long.parseLong(pid))
                                .filter(p -> p.info().command().orElse("").endsWith("nginx"))
                        : Optional.empty();
        if (master.isPresent()) {
            master.get().destroy();
            var _ =
                    master.get()
                            .onExit()
                            .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                            .exceptionally(_ -> {
                                master.get().destroyForcibly();
                                return master.get();
                            })
                            .join();
        }
        Files.deleteIfExists(file);
    }
}
