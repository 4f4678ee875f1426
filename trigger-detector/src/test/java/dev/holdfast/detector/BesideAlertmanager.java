package dev.holdfast.detector;

import com.sun.net.httpserver.HttpServer;

import dev.holdfast.local.Ports;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What [WholeDetector] is compared with: Debian's Prometheus and Alertmanager, tuned to the limit
/// (scrape and evaluation each second, `group_wait: 0s`). A gauge turns bad at a moment of its own;
/// how long until Alertmanager's webhook is called?
///
///     java -cp … dev.holdfast.detector.BesideAlertmanager TIMES
public final class BesideAlertmanager {
    private static final String RULES =
            """
            groups: [{name: probes, rules: [{alert: Probe, expr: probe > 0, labels: {turn: "{{ $value }}"}}]}]
            """;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private volatile int value;

    private BesideAlertmanager() {}

    public static void main(String[] arguments) throws Exception {
        new BesideAlertmanager().measure(Integer.parseInt(arguments[0]));
        System.exit(0);
    }

    private static String prometheus(int target, int alertmanager) {
        return """
        global: {scrape_interval: 1s, evaluation_interval: 1s}
        rule_files: [rules.yml]
        alerting: {alertmanagers: [{static_configs: [{targets: ["127.0.0.1:%2$d"]}]}]}
        scrape_configs: [{job_name: probe, static_configs: [{targets: ["127.0.0.1:%1$d"]}]}]
        """
                .formatted(target, alertmanager);
    }

    private static String routes(int ear) {
        return """
        route: {receiver: ear, group_by: ['...'], group_wait: 0s, group_interval: 1s, repeat_interval: 1h}
        receivers: [{name: ear, webhook_configs: [{url: "http://127.0.0.1:%d/hook", send_resolved: false}]}]
        """
                .formatted(ear);
    }

    private void measure(int times) throws Exception {
        Path folder = Files.createTempDirectory("beside-alertmanager");
        HttpServer server = server();
        int port = server.getAddress().getPort();
        int prometheus = Ports.free();
        int alertmanager = Ports.free();
        Files.writeString(folder.resolve("rules.yml"), RULES);
        Files.writeString(folder.resolve("prometheus.yml"), prometheus(port, alertmanager));
        Files.writeString(folder.resolve("alertmanager.yml"), routes(port));
        List<Process> processes = new ArrayList<>();
        try {
            processes.add(
                    start(
                            folder,
                            "prometheus-alertmanager",
                            "--config.file=" + folder.resolve("alertmanager.yml"),
                            "--storage.path=" + folder.resolve("alertmanager"),
                            "--web.listen-address=127.0.0.1:" + alertmanager,
                            "--cluster.listen-address="));
            processes.add(
                    start(
                            folder,
                            "prometheus",
                            "--config.file=" + folder.resolve("prometheus.yml"),
                            "--storage.tsdb.path=" + folder.resolve("tsdb"),
                            "--web.listen-address=127.0.0.1:" + prometheus));
            Thread.sleep(10_000); // they have found each other then
            tell(times);
        } finally {
            processes.forEach(Process::destroy);
            processes.forEach(process -> process.onExit().join());
            server.stop(0);
        }
    }

    /// Each turn has a value of its own, so that its alert is a new one.
    private void tell(int times) throws InterruptedException {
        Random random = new Random(42);
        List<Double> took = new ArrayList<>();
        for (int turn = 1; turn <= times; turn++) {
            value = 0;
            Thread.sleep(3_000 + random.nextInt(1_000));
            heard.clear();
            value = turn;
            long began = System.nanoTime();
            String mark = "\"turn\":\"" + turn + "\"";
            String said = "";
            while (said != null && !said.contains(mark)) {
                said = heard.poll(30, TimeUnit.SECONDS);
            }
            if (said != null) {
                took.add((System.nanoTime() - began) / 1e6);
            }
        }
        double[] all = took.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        System.out.printf(
                "Prometheus and Alertmanager, 1 s, group_wait 0: the gauge turns bad to the webhook called, %d of %d: p50 %.0f, p90 %.0f, p99 %.0f, worst %.0f ms%n",
                all.length, times, at(all, 0.5), at(all, 0.9), at(all, 0.99), at(all, 1));
    }

    private static double at(double[] sorted, double share) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[(int) Math.min(sorted.length - 1, share * sorted.length)];
    }

    private HttpServer server() throws IOException {
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/metrics",
                exchange -> {
                    byte[] page = ("probe " + value + "\n").getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, page.length);
                    exchange.getResponseBody().write(page);
                    exchange.close();
                });
        server.createContext(
                "/hook",
                exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    heard.add(new String(body, StandardCharsets.UTF_8));
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        server.start();
        return server;
    }

    private static Process start(Path folder, String... command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(command[0] + ".log").toFile())
                .start();
    }
}
