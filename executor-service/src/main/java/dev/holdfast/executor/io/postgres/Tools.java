package dev.holdfast.executor.io.postgres;

import dev.holdfast.executor.io.process.Command;
import dev.holdfast.executor.io.process.Programs;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/// PostgreSQL's own programs: pg_dump, pg_restore, psql.
///
/// @param folder where they are; null for those on the path
public record Tools(@Nullable Path folder) {
    private static final Duration QUICK = Duration.ofSeconds(20);
    private static final Pattern MAJOR = Pattern.compile("\\(PostgreSQL\\) (\\d+)");

    /// Runs one; throws with its output when it does not exit with 0.
    String run(
            String program,
            List<String> args,
            Target target,
            Map<String, String> marks,
            Duration timeout)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>();
        line.add(path(program));
        line.addAll(args);
        Map<String, String> env = new HashMap<>(marks);
        env.putAll(target.environment());
        Programs.Ended ended = Programs.run(new Command(line, null, env), timeout);
        if (ended.code() != 0) {
            throw new IOException(
                    "%s exited with %d: %s".formatted(program, ended.code(), ended.output()));
        }
        return ended.output();
    }

    /// Why these programs cannot work with this server, if they cannot.
    Optional<String> unfit(String program, Connection server) throws SQLException {
        int theirs = server.getMetaData().getDatabaseMajorVersion();
        try {
            Command version = new Command(List.of(path(program), "--version"), null, Map.of());
            Matcher m = MAJOR.matcher(Programs.run(version, QUICK).output());
            int ours = m.find() ? Integer.parseInt(m.group(1)) : 0;
            return ours >= theirs
                    ? Optional.empty()
                    : Optional.of(
                            "%s is of version %d and refuses a server of version %d"
                                    .formatted(program, ours, theirs));
        } catch (IOException e) {
            return Optional.of("%s is not installed (%s)".formatted(program, e.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted while asking for the version of " + program);
        }
    }

    /// Why a backup cannot be trusted, if it cannot: its table of contents must be readable, or its
    /// last words be there.
    Optional<String> untrusted(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) == 0) {
                return Optional.of("%s is not there or empty".formatted(file));
            }
            if (plain(file)) {
                return wrong(file).map(why -> "%s: %s".formatted(file, why));
            }
            Command list =
                    new Command(
                            List.of(path("pg_restore"), "--list", file.toString()), null, Map.of());
            Programs.Ended ended = Programs.run(list, QUICK);
            return ended.code() == 0
                    ? Optional.empty()
                    : Optional.of("%s cannot be read: %s".formatted(file, ended.output()));
        } catch (IOException e) {
            return Optional.of("%s cannot be read: %s".formatted(file, e.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted while reading " + file);
        }
    }

    /// Whether it is SQL text (perhaps in gzip), not the custom format.
    static boolean plain(Path file) {
        String name = file.toString();
        return name.endsWith(".sql") || name.endsWith(".sql.gz");
    }

    static InputStream open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        return file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
    }

    private static Optional<String> wrong(Path file) throws IOException {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(open(file), StandardCharsets.UTF_8))) {
            return PlainDump.wrong(lines);
        }
    }

    private String path(String program) {
        return folder == null ? program : folder.resolve(program).toString();
    }
}
