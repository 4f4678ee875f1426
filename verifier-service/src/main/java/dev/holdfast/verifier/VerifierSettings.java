package dev.holdfast.verifier;

import io.micronaut.core.value.PropertyResolver;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What this service alone is told by its environment.
///
/// @param commands programs that `command` checks may run, by full path; HOLDFAST_CHECK_COMMANDS,
///     separated by commas; none by default
/// @param logs folders that `log` checks may read; HOLDFAST_CHECK_LOGS, separated by commas; none
///     by default
/// @param files folders in which backups and pid files may be looked at; HOLDFAST_CHECK_FILES,
///     separated by commas; none by default
/// @param docker the Docker engine's socket; HOLDFAST_CHECK_DOCKER; none by default
/// @param token file with this service's own token, which it shows to our detector;
///     HOLDFAST_SERVICE_TOKEN; none where the detector listens on loopback alone
public record VerifierSettings(
        Set<String> commands,
        List<Path> logs,
        List<Path> files,
        @Nullable Path docker,
        @Nullable Path token) {
    /// Everything that is wrong, before anything is started.
    static List<String> problems(PropertyResolver p) {
        try {
            VerifierSettings settings = from(p);
            Path token = settings.token();
            return token == null || Files.isReadable(token)
                    ? List.of()
                    : List.of(
                            "HOLDFAST_SERVICE_TOKEN is %s, which cannot be read".formatted(token));
        } catch (InvalidPathException e) {
            return List.of("HOLDFAST_CHECK_…: " + e.getMessage());
        }
    }

    static VerifierSettings from(PropertyResolver p) {
        return new VerifierSettings(
                new LinkedHashSet<>(list(p, "holdfast.check.commands")),
                paths(p, "holdfast.check.logs"),
                paths(p, "holdfast.check.files"),
                path(p, "holdfast.check.docker"),
                path(p, "holdfast.service.token"));
    }

    private static @Nullable Path path(PropertyResolver p, String name) {
        return p.getProperty(name, String.class)
                .filter(s -> !s.isBlank())
                .map(s -> Path.of(s.strip()))
                .orElse(null);
    }

    private static List<Path> paths(PropertyResolver p, String name) {
        return list(p, name).stream().map(Path::of).toList();
    }

    private static List<String> list(PropertyResolver p, String name) {
        String text = p.getProperty(name, String.class).orElse("");
        return Arrays.stream(text.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
    }
}
