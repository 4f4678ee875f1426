package dev.holdfast.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;
import dev.holdfast.local.HouseControl;
import dev.holdfast.local.HouseSettings;
import dev.holdfast.shop.keeper.ShopHome;
import dev.holdfast.shop.keeper.ShopKeeper;
import dev.holdfast.shop.keeper.ShopPorts;

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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The demo's shop, kept by a process in the background that ends with the house.
final class ShopProcess {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long STOP_SECONDS = 30;

    private final HouseSettings house;
    private final ShopHome home;
    private final ShopPorts ports;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(PATIENCE)
                    .build();

    ShopProcess(HouseSettings house) {
        this.house = house;
        this.home = new ShopHome(house.data().resolve("shop"));
        this.ports = ShopPorts.of(house.portBase());
    }

    ShopHome home() {
        return home;
    }

    /// What the pack's variables and secrets are on this machine.
    Map<String, String> packValues() {
        return Map.of(
                "shop-home",
                home.folder().toString(),
                "shop-address",
                "127.0.0.1:" + ports.shop(),
                "shop-url",
                "http://127.0.0.1:" + ports.shop(),
                "url",
                "http://127.0.0.1:%d/metrics".formatted(ports.shop()),
                "db-port",
                Integer.toString(ports.database()),
                "shop-db",
                "file:" + home.folder().resolve("database-password"));
    }

    /// Opens the shop; it closes when the process `owner` ends. An earlier one is closed first.
    void open(long owner) throws IOException {
        close();
        Files.createDirectories(house.logs());
        Path log = house.logs().resolve("shop-keeper.log");
        var command = new ArrayList<String>();
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            command.add("/usr/bin/setsid");
        }
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx96m"));
        command.addAll(HouseControl.sameClasspath());
        command.addAll(
                List.of(
                        ShopKeeper.class.getName(),
                        home.folder().toString(),
                        Integer.toString(house.portBase()),
                        Long.toString(owner)));
        Process keeper =
                new ProcessBuilder(command)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        var _ = keeper.onExit().thenAccept(ended -> keeperEnded = ended.exitValue());
    }

    private volatile int keeperEnded = -1;

    /// Throws when the keeper has ended, with where its log is.
    void refuseWhenGone() {
        if (keeperEnded > 0) {
            throw new Failure(Exit.FAILED, "The shop did not open: %s".formatted(lastLine()));
        }
    }

    private String lastLine() {
        Path log = house.logs().resolve("shop-keeper.log");
        try {
            var lines = Files.readAllLines(log);
            return lines.isEmpty() ? "see " + log : lines.getLast();
        } catch (IOException e) {
            return "see " + log;
        }
    }

    void close() {
        Path file = home.folder().resolve(ShopKeeper.PID_FILE);
        try {
            if (!Files.exists(file)) {
                return;
            }
            String identity = Files.readString(file).strip();
            ProcessHandle.of(Long.parseLong(identity.split(" ")[0]))
                    .filter(process -> ShopKeeper.identity(process).equals(identity))
                    .ifPresent(ShopProcess::stop);
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new Failure(Exit.FAILED, "Cannot close the shop: " + e.getMessage(), e);
        }
    }

    private static void stop(ProcessHandle keeper) {
        keeper.destroy();
        var _ =
                keeper.onExit()
                        .orTimeout(STOP_SECONDS, TimeUnit.SECONDS)
                        .exceptionally(_ -> {
                            keeper.destroyForcibly();
                            return keeper;
                        })
                        .join();
    }

    /// What the shop itself answers; empty while it does not.
    Optional<String> version() {
        return get(ports.shop(), "/version").map(node -> node.path("version").asText());
    }

    /// What the customers met in the last seconds; empty while nobody tells.
    Optional<Seen> customers(int seconds) {
        return get(ports.customers(), "/customers?seconds=" + seconds)
                .map(node ->
                        new Seen(
                                node.path("requests").asInt(),
                                node.path("errors").asInt(),
                                node.path("errorRatio").asDouble(),
                                node.path("perSecond").asDouble(),
                                node.path("p95Millis").asDouble()));
    }

    /// One stretch of the customers' diary.
    record Seen(int requests, int errors, double errorRatio, double perSecond, double p95Millis) {}

    private Optional<JsonNode> get(int port, String path) {
        try {
            var answer =
                    http.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    "http://127.0.0.1:%d%s".formatted(port, path)))
                                    .timeout(PATIENCE)
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray());
            return answer.statusCode() == 200
                    ? Optional.of(JSON.readTree(answer.body()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Exit.FAILED, "interrupted", e);
        }
    }
}
