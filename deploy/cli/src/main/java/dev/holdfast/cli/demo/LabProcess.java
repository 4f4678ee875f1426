package dev.holdfast.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;
import dev.holdfast.local.HouseControl;
import dev.holdfast.local.HouseSettings;
import dev.holdfast.shop.lab.LabKeeper;
import dev.holdfast.shop.lab.LabPlace;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// A pack's lab, kept by a process in the background that ends with the house.
public final class LabProcess {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration ACT = Duration.ofMinutes(5);
    private static final long STOP_SECONDS = 30;

    private final HouseSettings house;
    private final String name;
    private final LabPlace place;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(PATIENCE)
                    .build();

    public LabProcess(HouseSettings house, String name) {
        this.house = house;
        this.name = name;
        this.place = new LabPlace(house.data().resolve("lab-" + name), house.portBase(), 0);
    }

    public String name() {
        return name;
    }

    /// What the lab says about itself; empty while it is not open.
    public Optional<About> about() {
        return get(place.page(), "/lab")
                .map(node -> {
                    var values = new LinkedHashMap<String, String>();
                    node.path("values")
                            .properties()
                            .forEach(v -> values.put(v.getKey(), v.getValue().asText()));
                    return new About(
                            node.path("front").asText(), node.path("good").asText(), values);
                });
    }

    /// @param values what the pack's variables and secrets are there
    public record About(String front, String good, Map<String, String> values) {}

    /// Does something to the lab and returns when it is done.
    public void act(String act, Map<String, String> with) throws IOException, InterruptedException {
        String query =
                with.entrySet().stream()
                        .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
                        .collect(Collectors.joining("&"));
        var answer =
                http.send(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                "http://127.0.0.1:%d/acts/%s?%s"
                                                        .formatted(place.page(), act, query)))
                                .timeout(ACT)
                                .header("X-Lab", "act")
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new Failure(
                    Exit.FAILED,
                    "The lab of %s did not do '%s': %s"
                            .formatted(
                                    name,
                                    act,
                                    JSON.readTree(answer.body()).path("error").asText()));
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// Opens the lab; it closes when the process `owner` ends. An earlier one is closed first.
    public void open(long owner) throws IOException {
        close();
        Files.createDirectories(house.logs());
        Path log = log();
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
                        LabKeeper.class.getName(),
                        name,
                        place.folder().toString(),
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
    public void refuseWhenGone() {
        if (keeperEnded > 0) {
            throw new Failure(
                    Exit.FAILED, "The lab of %s did not open: %s".formatted(name, lastLine()));
        }
    }

    private Path log() {
        return house.logs().resolve("lab-%s.log".formatted(name));
    }

    private String lastLine() {
        Path log = log();
        try {
            var lines = Files.readAllLines(log);
            return lines.isEmpty() ? "see " + log : lines.getLast();
        } catch (IOException e) {
            return "see " + log;
        }
    }

    public void close() {
        Path file = place.folder().resolve(LabKeeper.PID_FILE);
        try {
            if (!Files.exists(file)) {
                return;
            }
            String identity = Files.readString(file).strip();
            ProcessHandle.of(Long.parseLong(identity.split(" ")[0]))
                    .filter(process -> LabKeeper.identity(process).equals(identity))
                    .ifPresent(LabProcess::stop);
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new Failure(Exit.FAILED, "Cannot close the lab: " + e.getMessage(), e);
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

    /// What it answers itself; empty while it does not.
    public Optional<String> version() {
        return get(place.front(), "/version").map(node -> node.path("version").asText());
    }

    /// What the customers met in the last seconds; empty while nobody tells.
    public Optional<Seen> customers(int seconds) {
        return get(place.page(), "/customers?seconds=" + seconds)
                .map(node ->
                        new Seen(
                                node.path("requests").asInt(),
                                node.path("errors").asInt(),
                                node.path("errorRatio").asDouble(),
                                node.path("perSecond").asDouble(),
                                node.path("p95Millis").asDouble()));
    }

    /// One stretch of the customers' diary.
    public record Seen(
            int requests, int errors, double errorRatio, double perSecond, double p95Millis) {}

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
