package dev.holdfast.shop.compose;

import dev.holdfast.shop.lab.Database;
import dev.holdfast.shop.lab.LabPlace;
import dev.holdfast.shop.lab.Program;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// What the labs of Compose teams share: a real database beside the containers, images of two
/// releases, and the service's settings.
///
/// @param home the folder that the team's server is
record Stack(Path home, LabPlace place, Database database, Images images, Program program)
        implements AutoCloseable {
    private static final Duration STARTED = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 100;

    /// @param lab said where something is missing
    static Stack open(LabPlace place, String lab, String database) throws IOException {
        Path home = place.folder();
        Files.createDirectories(home.resolve("shared"));
        var program = new Program(home.resolve("lab.log"), Map.of());
        Project.require(lab, program);
        Path images = Files.createDirectories(home.resolve("images"));
        return new Stack(
                home,
                place,
                Database.fresh(place, database, program),
                new Images(images, program),
                program);
    }

    /// Writes the settings that every release reads. It ends with this process.
    ///
    /// @param port on which the service listens
    void settings(int port) throws IOException {
        database.writePassword(password());
        Files.writeString(
                home.resolve("shared/shop.properties"),
                """
                port=%d
                owner=%d
                database.url=%s
                database.user=%s
                database.password-file=database-password
                """
                        .formatted(
                                port,
                                ProcessHandle.current().pid(),
                                database.postgres().jdbcUrl(),
                                database.postgres().user()));
    }

    Path password() {
        return home.resolve("shared/database-password");
    }

    /// The Compose file of a service, as its team writes it.
    ///
    /// @param image may name a variable of `.env`
    String composeFile(String service, String image) {
        return """
        version: "3.7"
        services:
          %s:
            image: %s
            network_mode: host
            pid: host
            stop_grace_period: 3s
            volumes:
              - %3$s:%3$s:ro
              - %4$s/shared/shop.properties:/app/shop.properties:ro
              - %4$s/shared/database-password:/app/database-password:ro
        """
                .formatted(service, image, Images.javaHome(), home);
    }

    Project project(Path folder, String file, String system) {
        return new Project(folder, file, projectName(system), program);
    }

    /// By its port, so that two labs on one machine do not meet.
    String projectName(String system) {
        return system + "-" + place.front();
    }

    /// Returns when a service answers as healthy; throws after a minute.
    void awaitHealth(int port) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/health".formatted(port)))
                        .timeout(Duration.ofSeconds(2))
                        .build();
        long deadline = System.nanoTime() + STARTED.toNanos();
        try (var http = HttpClient.newHttpClient()) {
            while (System.nanoTime() < deadline) {
                try {
                    if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode()
                            == 200) {
                        return;
                    }
                } catch (IOException e) {
                    Thread.sleep(LOOK_MILLIS); // not yet
                }
            }
        }
        throw new IOException(
                "port %d does not answer within %s: see %s"
                        .formatted(port, STARTED, program.log()));
    }

    @Override
    public void close() {
        database.close();
    }
}
