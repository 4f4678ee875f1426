package dev.holdfast.executor.io.secret;

import dev.holdfast.backbone.pack.PackManifest.SecretReference;
import dev.holdfast.executor.flow.Secrets;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/// Secrets in environment variables (`env:NAME`) and files (`file:PATH`, at most 64 KiB).
public final class PlacedSecrets implements Secrets {
    private static final long MOST = 64 << 10;

    private final Function<String, @Nullable String> environment;

    public PlacedSecrets(Function<String, @Nullable String> environment) {
        this.environment = environment;
    }

    @Override
    public String resolve(String name, SecretReference reference) {
        return switch (reference.kind()) {
            case "env" -> fromEnvironment(name, reference.where());
            case "file" -> fromFile(name, Path.of(reference.where()));
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

    private static String fromFile(String name, Path file) {
        try {
            if (Files.size(file) > MOST) {
                throw new Missing("secret '%s': %s is over 64 KiB".formatted(name, file));
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new Missing(
                    "secret '%s': %s cannot be read (%s)"
                            .formatted(name, file, e.getClass().getSimpleName()));
        }
    }
}
