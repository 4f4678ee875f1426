package dev.holdfast.executor.io.secret;

import dev.holdfast.backbone.pack.PackManifest.SecretReference;
import dev.holdfast.executor.flow.Secrets;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/// Secrets in environment variables (`env:NAME`) and files (`file:PATH`, at most 64 KiB).
public final class PlacedSecrets implements Secrets {
    private static final int MOST = 64 << 10;

    /// Not files but the kernel: our own environment, devices without an end.
    private static final List<Path> NO_FILES =
            List.of(Path.of("/proc"), Path.of("/sys"), Path.of("/dev"));

    private final Function<String, @Nullable String> environment;

    public PlacedSecrets(Function<String, @Nullable String> environment) {
        this.environment = environment;
    }

    @Override
    public String resolve(String name, SecretReference reference) {
        return switch (reference.kind()) {
            case "env" -> fromEnvironment(name, reference.where());
            case "file" -> fromFile(name, reference.where());
            default ->
                    throw new Missing(
                            "secret '%s' is of an unknown kind %s"
                                    .formatted(name, reference.kind()));
        };
    }

    private String fromEnvironment(String name, String variable) {
        String value = variable.startsWith("HOLDFAST_") ? null : environment.apply(variable);
        if (value == null || value.isEmpty()) {
            throw new Missing(
                    "secret '%s': the executor has no environment variable %s"
                            .formatted(name, variable));
        }
        return value;
    }

    private static String fromFile(String name, String file) {
        try (InputStream in = Files.newInputStream(placed(name, file))) {
            byte[] bytes = in.readNBytes(MOST + 1);
            if (bytes.length > MOST) {
                throw new Missing("secret '%s': %s is over 64 KiB".formatted(name, file));
            }
            return new String(bytes, StandardCharsets.UTF_8).strip();
        } catch (IOException | InvalidPathException e) {
            throw new Missing(
                    "secret '%s': %s cannot be read (%s)"
                            .formatted(name, file, e.getClass().getSimpleName()));
        }
    }

    /// Where it really lies, which must be a plain file.
    private static Path placed(String name, String file) throws IOException {
        Path path = Path.of(file);
        if (!path.isAbsolute()) {
            throw new Missing("secret '%s': %s is no absolute path".formatted(name, file));
        }
        Path real = path.toRealPath();
        if (NO_FILES.stream().anyMatch(real::startsWith) || !Files.isRegularFile(real)) {
            throw new Missing("secret '%s': %s is no plain file".formatted(name, file));
        }
        return real;
    }
}
