package dev.holdfast.executor;

import io.micronaut.core.value.PropertyResolver;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What this executor's operator decides, beside what all services are told.
///
/// @param programs the only programs that packs may run here, HOLDFAST_PROGRAMS, separated by commas;
///     empty for all that a pack allows
/// @param postgresPrograms the folder of pg_dump, pg_restore and psql, HOLDFAST_PGPROGRAMS; null for
///     those on the path
record ExecutorSettings(Set<String> programs, @Nullable Path postgresPrograms) {
    ExecutorSettings {
        programs = Set.copyOf(programs);
        if (postgresPrograms != null && !Files.isDirectory(postgresPrograms)) {
            throw new IllegalArgumentException(
                    "HOLDFAST_PGPROGRAMS is %s, which is no folder: name the folder of pg_dump, or nothing"
                            .formatted(postgresPrograms));
        }
    }

    /// Everything that is wrong, before anything is started.
    static List<String> problems(PropertyResolver p) {
        try {
            var _ = from(p);
            return List.of();
        } catch (IllegalArgumentException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    static ExecutorSettings from(PropertyResolver p) {
        String programs = p.getProperty("holdfast.programs", String.class).orElse("");
        return new ExecutorSettings(
                Arrays.stream(programs.split(","))
                        .map(String::strip)
                        .filter(s -> !s.isEmpty())
                        .collect(Collectors.toSet()),
                p.getProperty("holdfast.pgprograms", String.class)
                        .filter(s -> !s.isBlank())
                        .map(Path::of)
                        .orElse(null));
    }
}
