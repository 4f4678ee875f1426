package dev.holdfast.trials.measure;

import dev.holdfast.local.Ports;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Debian's Prometheus and Alertmanager, as fast as they can be set: scrape and evaluation each
/// second, no waiting for a group.
@SuppressWarnings("InlineFormatString") // settings read best one below the other
final class OtherTool implements AutoCloseable {
    private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");
    private static final Path ALERTMANAGER = Path.of("/usr/bin/prometheus-alertmanager");
    private static final Duration START = Duration.ofSeconds(30);
    private static final int OK = 200;

    private static final String RULES =
            """
            groups:
              - name: lab
                rules:
                  - alert: LabErrors
                    expr: max by (lab, round) (%s) > 0.5
                    for: 0s
            """;

    private static final String SETTINGS =
            """
            global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
            rule_files: [rules.yml]
            scrape_configs:
              - job_name: lab
                static_configs: [{targets: ["%s"]}]
            alerting:
              alertmanagers:
                - static_configs: [{targets: ["127.0.0.1:%d"]}]
            """;

    private static final String ROUTES =
            """
            route:
              receiver: lab
              group_by: [lab, round]
              group_wait: 0s
              group_interval: 1s
              repeat_interval: 1h
            receivers:
              - name: lab
                webhook_configs:
                  - {url: "http://%s/webhook", send_resolved: false}
            """;

    private final List<Process> processes = new ArrayList<>();

    private OtherTool() {}

    static boolean isInstalled() {
        return Files.isExecutable(PROMETHEUS) && Files.isExecutable(ALERTMANAGER);
    }

    /// @param lab address of the laboratory's server
    static OtherTool start(Path folder, String lab) throws IOException, InterruptedException {
        List<Integer> ports = Ports.free(2);
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("rules.yml"), RULES.formatted(LabPack.METRIC));
        Files.writeString(
                folder.resolve("prometheus.yml"), SETTINGS.formatted(lab, ports.getLast()));
        Files.writeString(folder.resolve("alertmanager.yml"), ROUTES.formatted(lab));
        var tool = new OtherTool();
        Runtime.getRuntime().addShutdownHook(new Thread(tool::close));
        tool.launch(
                folder,
                "alertmanager",
                ALERTMANAGER.toString(),
                "--config.file=" + folder.resolve("alertmanager.yml"),
                "--storage.path=" + folder.resolve("alertmanager"),
                "--web.listen-address=127.0.0.1:" + ports.getLast(),
                "--cluster.listen-address=");
        tool.launch(
                folder,
                "prometheus",
                PROMETHEUS.toString(),
                "--config.file=" + folder.resolve("prometheus.yml"),
                "--storage.tsdb.path=" + folder.resolve("prometheus"),
                "--web.listen-address=127.0.0.1:" + ports.getFirst());
        awaitReady(ports.getLast());
        awaitReady(ports.getFirst());
        return tool;
    }

    private void launch(Path folder, String name, String... command) throws IOException {
        processes.add(
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve(name + ".log").toFile())
                        .start());
    }

    private static void awaitReady(int port) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/-/ready".formatted(port)))
                        .build();
        long deadline = System.nanoTime() + START.toNanos();
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (System.nanoTime() < deadline) {
                try {
                    if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode()
                            == OK) {
                        return;
                    }
                } catch (java.net.ConnectException e) {
                    // not listening yet
                }
                Thread.sleep(50);
            }
        }
        throw new IOException("Nobody was ready on port %d within %s".formatted(port, START));
    }

    @Override
    public void close() {
        processes.forEach(Process::destroy);
        processes.forEach(process -> process.onExit().join());
    }
}
