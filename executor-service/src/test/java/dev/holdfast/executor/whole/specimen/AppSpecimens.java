package dev.holdfast.executor.whole.specimen;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.executor.io.Outside;
import dev.holdfast.local.Ports;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// What acts by way of somebody else's program: nginx, PM2, Terraform.
final class AppSpecimens {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private AppSpecimens() {}

    static Subject nginx(Path folder) throws Exception {
        String nginx = Outside.needs("nginx", "nginx-light");
        int port = Ports.free();
        configure(folder, port, "old");
        Outside.run(folder, nginx, "-p", folder.toString(), "-c", folder + "/nginx.conf");
        await().atMost(Duration.ofSeconds(10)).until(() -> answer(port).equals("old"));
        configure(folder, port, "new");
        return Subject.of(
                        "nginx.reload",
                        "{configuration: \"%1$s/nginx.conf\", prefix: \"%1$s\", pid-file: \"%1$s/nginx.pid\"}"
                                .formatted(folder),
                        () -> answer(port).equals("new") ? 1 : 0)
                .programs(nginx)
                .repeatable()
                .ending(() ->
                        Outside.run(
                                folder,
                                "sh",
                                "-c",
                                "kill -9 $(pgrep -P $(cat nginx.pid)) $(cat nginx.pid); true"));
    }

    private static void configure(Path folder, int port, String answer) throws IOException {
        Files.writeString(
                folder.resolve("nginx.conf"),
                """
                pid %1$s/nginx.pid; error_log %1$s/error.log; worker_processes 1;
                events { worker_connections 64; }
                http { access_log off;
                  client_body_temp_path %1$s/t1; proxy_temp_path %1$s/t2; fastcgi_temp_path %1$s/t3;
                  uwsgi_temp_path %1$s/t4; scgi_temp_path %1$s/t5;
                  server { listen 127.0.0.1:%2$d; location / { return 200 '%3$s'; } } }
                """
                        .formatted(folder, port, answer));
    }

    private static String answer(int port) throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port)).build();
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            return e.toString();
        }
    }

    /// PM2 counts the restarts itself.
    static Subject pm2(Path folder) throws Exception {
        String pm2 = System.getenv().getOrDefault("HOLDFAST_PM2", "");
        assumeTrue(
                !pm2.isEmpty() && Files.isExecutable(Path.of(pm2)),
                "HOLDFAST_PM2 names no pm2 (npm install pm2)");
        Outside.needs("node", "nodejs");
        Files.writeString(folder.resolve("app.js"), "setInterval(() => {}, 1000);\n");
        pm2(folder, pm2, "start", "app.js", "--name", "shop", "--silent");
        return Subject.of(
                        "pm2.restart",
                        "{name: shop, pm2: \"%s\", home: \"%s/pm2\"}".formatted(pm2, folder),
                        () -> {
                            String list = pm2(folder, pm2, "jlist", "--silent");
                            JsonNode app =
                                    Json.read(list.substring(list.indexOf("[{")), JsonNode.class);
                            return app.at("/0/pm2_env/restart_time").asInt();
                        })
                .programs(pm2)
                .ending(() -> pm2(folder, pm2, "kill"));
    }

    private static String pm2(Path folder, String pm2, String... words) throws Exception {
        String[] line = new String[words.length + 3];
        System.arraycopy(new String[] {"env", "PM2_HOME=" + folder + "/pm2", pm2}, 0, line, 0, 3);
        System.arraycopy(words, 0, line, 3, words.length);
        return Outside.run(folder, line);
    }

    /// Each apply that changes something raises the serial of the state.
    static Subject terraform(Path folder) throws Exception {
        Outside.needs("terraform", "terraform");
        Outside.needs("git", "git");
        Path infra = Files.createDirectories(folder.resolve("repository/infra"));
        Path state = folder.resolve("terraform.tfstate");
        Outside.run(infra, "git", "init", "-q", "-b", "main", "..");
        size(infra, "small", "v1");
        size(infra, "large", "v2");
        Outside.run(infra, "terraform", "init", "-input=false");
        Outside.run(
                infra, "terraform", "apply", "-auto-approve", "-input=false", "-state=" + state);
        int before = serial(state);
        return Subject.of(
                        "terraform.apply",
                        "{folder: \"%s\", state: \"%s\", commit: v1}".formatted(infra, state),
                        () ->
                                Files.readString(state).contains("small")
                                        ? serial(state) - before
                                        : 0)
                .programs("terraform");
    }

    private static void size(Path infra, String size, String tag) throws Exception {
        Files.writeString(
                infra.resolve("main.tf"),
                "resource \"terraform_data\" \"size\" {\n  input = \"%s\"\n}\n".formatted(size));
        Files.writeString(infra.resolveSibling(".gitignore"), ".terraform*\n");
        Outside.run(infra, "git", "add", "-A", "..");
        Outside.run(
                infra,
                "git",
                "-c",
                "user.name=t",
                "-c",
                "user.email=t@t.example",
                "commit",
                "-q",
                "-m",
                tag);
        Outside.run(infra, "git", "tag", tag);
    }

    private static int serial(Path state) throws IOException {
        return Json.read(Files.readString(state), JsonNode.class).path("serial").asInt();
    }
}
