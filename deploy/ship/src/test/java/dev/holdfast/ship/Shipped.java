package dev.holdfast.ship;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Files of deploy/.
final class Shipped {
    private static final Path DEPLOY = Path.of("..").toAbsolutePath().normalize();

    private Shipped() {}

    static String read(Path file) throws IOException {
        return Files.readString(DEPLOY.resolve(file));
    }
}
