package dev.holdfast.detector.domain.engine;

import com.sun.net.httpserver.HttpServer;

import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The engine beside Debian's Prometheus: the same series once a second, the same twenty rules each second, one after
/// the other in one run. Windows are full when it runs longer than they are.
///
///     mvn package -DskipTests
///     java -cp trigger-detector/target/test-classes:trigger-detector/target/classes:$(cat trials/target/classpath.txt) \
///         dev.holdfast.detector.domain.engine.BesidePrometheus 10000 5m 700
public final class BesidePrometheus {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ProcedureLoad load;
    private int second;

    private BesidePrometheus(int series) {
        load = new ProcedureLoad(series);
    }

    public static void main(String[] arguments) throws Exception {
        int series = Integer.parseInt(arguments[0]);
        String window = arguments[1];
        int seconds = Integer.parseInt(arguments[2]);
        System.out.println(new BesidePrometheus(series).prometheus(series, window, seconds));
        System.out.println("Holdfast: " + new EngineBench().run(window, series, seconds));
    }

    private String prometheus(int series, String window, int seconds) throws Exception {
        Path folder = Files.createTempDirectory("beside");
        HttpServer page = page();
        int port = free();
        configure(folder, window, page.getAddress().getPort());
        Process prometheus =
                new ProcessBuilder(
                                "prometheus",
                                "--config.file=" + folder.resolve("prometheus.yml"),
                                "--storage.tsdb.path=" + folder.resolve("tsdb"),
                                "--web.listen-address=127.0.0.1:" + port)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start();
        try {
            Thread.sleep(seconds * 500L);
            String half = metrics(port);
            Thread.sleep(seconds * 500L);
            String end = metrics(port);
            double evaluations = grown(half, end, "prometheus_rule_group_duration_seconds_count");
            return "Prometheus: window %s, %d series, 20 rules: one evaluation of the group %.1f ms on average, %.0f of %.0f missed; %.1f CPU seconds a minute, %.0f MB resident"
                    .formatted(
                            window,
                            series,
                            1000
                                    * grown(half, end, "prometheus_rule_group_duration_seconds_sum")
                                    / evaluations,
                            grown(half, end, "prometheus_rule_group_iterations_missed_total"),
                            evaluations,
                            grown(half, end, "process_cpu_seconds_total") * 120 / seconds,
                            value(end, "process_resident_memory_bytes") / 1e6);
        } finally {
            prometheus.destroy();
            prometheus.waitFor();
            page.stop(0);
        }
    }

    private HttpServer page() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/metrics",
                exchange -> {
                    byte[] text = exposition().getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, text.length);
                    exchange.getResponseBody().write(text);
                    exchange.close();
                });
        server.start();
        return server;
    }

    private synchronized String exposition() {
        var text = new StringBuilder();
        for (SeriesSamples one : load.batch(second++).series()) {
            Labels labels = one.labels();
            text.append(labels.metricName()).append('{');
            for (int i = 0; i < labels.size(); i++) {
                if (!labels.nameAt(i).equals(Labels.NAME)) {
                    text.append(labels.nameAt(i)).append("=\"").append(labels.valueAt(i));
                    text.append("\",");
                }
            }
            text.append("} ").append(one.values()[0]).append('\n');
        }
        return text.toString();
    }

    private static void configure(Path folder, String window, int page) throws IOException {
        Files.writeString(folder.resolve("rules.yml"), ProcedureLoad.rules(window));
        Files.writeString(
                folder.resolve("prometheus.yml"),
                """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: [rules.yml]
                scrape_configs:
                  - job_name: shop
                    honor_labels: true
                    static_configs: [{targets: ["127.0.0.1:%d"]}]
                """
                        .formatted(page));
    }

    private static String metrics(int port) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/metrics".formatted(port)))
                        .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private static double grown(String before, String after, String name) {
        return value(after, name) - value(before, name);
    }

    private static double value(String metrics, String name) {
        Matcher line =
                Pattern.compile("(?m)^" + name + "(?:\\{[^}]*\\})? (\\S+)$").matcher(metrics);
        if (!line.find()) {
            throw new IllegalStateException("Prometheus shows no " + name);
        }
        return Double.parseDouble(line.group(1));
    }

    private static int free() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
