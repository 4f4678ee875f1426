package dev.holdfast.local;

import java.nio.file.Path;

/// Where one local house lives.
///
/// @param root the folder with the built modules
/// @param data everything the house writes; one house at a time uses it
/// @param portBase services listen on base + 1 … base + 5, PostgreSQL on base + 32, Kafka on base + 92
/// @param train whether first runs record start-up caches, which makes the first stop slower
public record HouseSettings(Path root, Path data, int portBase, boolean train) {
    public static final int DEFAULT_PORT_BASE = 7400;
    private static final int POSTGRES = 32;
    private static final int KAFKA = 92;
    private static final int HIGHEST = 65_535;

    public HouseSettings {
        root = root.toAbsolutePath().normalize();
        data = data.toAbsolutePath().normalize();
        if (portBase < 1 || portBase + KAFKA > HIGHEST) {
            throw new LocalException(
                    "A port base of %d is outside 1 … %d".formatted(portBase, HIGHEST - KAFKA));
        }
    }

    public int port(Service service) {
        return portBase + service.offset();
    }

    public int kafkaPort() {
        return portBase + KAFKA;
    }

    public int postgresPort() {
        return portBase + POSTGRES;
    }

    public String url(Service service) {
        return "http://127.0.0.1:" + port(service);
    }

    public Path logs() {
        return data.resolve("logs");
    }

    /// Written by the supervisor at every change, read by whoever asks how the house is.
    public Path statusFile() {
        return data.resolve("house.json");
    }

    public Path tokenFile() {
        return data.resolve("token");
    }

    public Path tokenHashFile() {
        return data.resolve("tokens.sha256");
    }

    Path lockFile() {
        return data.resolve("house.lock");
    }
}
