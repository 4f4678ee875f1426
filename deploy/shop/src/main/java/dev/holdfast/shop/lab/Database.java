package dev.holdfast.shop.lab;

import dev.holdfast.local.LocalPostgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/// A lab's own PostgreSQL, with what a bad night does to it.
public final class Database implements AutoCloseable {
    private final LocalPostgres postgres;
    private final Program program;

    private Database(LocalPostgres postgres, Program program) {
        this.postgres = postgres;
        this.program = program;
    }

    /// Starts an empty one in the lab's folder.
    public static Database fresh(LabPlace place, String name, Program program) throws IOException {
        Path folder = place.folder().resolve("database");
        Fresh.folder(folder);
        return new Database(LocalPostgres.startForBackups(folder, place.database(), name), program);
    }

    public LocalPostgres postgres() {
        return postgres;
    }

    public Properties login() {
        var login = new Properties();
        login.setProperty("user", postgres.user());
        login.setProperty("password", postgres.password());
        return login;
    }

    /// Writes the password where only its owner can read it.
    public void writePassword(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, postgres.password());
    }

    /// Takes a backup as plain SQL, compressed by gzip.
    public void backUp(Path file) throws IOException, InterruptedException {
        prepare(file);
        client("pg_dump", "--format=plain", "--compress=6", "--file=" + file, postgres.database());
    }

    /// Takes a backup in PostgreSQL's custom format.
    public void dump(Path file) throws IOException, InterruptedException {
        prepare(file);
        client("pg_dump", "--format=custom", "--file=" + file, postgres.database());
    }

    /// Puts back what [#dump] took, over what is there.
    public void restore(Path file) throws IOException, InterruptedException {
        client(
                "pg_restore",
                "--clean",
                "--if-exists",
                "--single-transaction",
                "--dbname=" + postgres.database(),
                file.toString());
    }

    private static void prepare(Path file) throws IOException {
        Files.createDirectories(
                Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file"));
        Files.deleteIfExists(file);
    }

    private void client(String name, String... words) throws IOException, InterruptedException {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                name,
                                "--host=127.0.0.1",
                                "--port=" + postgres.port(),
                                "--username=" + postgres.user()));
        line.addAll(List.of(words));
        new Program(program.log(), Map.of("PGPASSWORD", postgres.password()))
                .run(Path.of("/"), line.toArray(String[]::new));
    }

    /// Somebody's script turns the totals of many orders negative, past the rule that forbids it.
    public void damage() throws IOException {
        try (var connection = postgres.connect();
                var statement = connection.createStatement()) {
            statement.execute("ALTER TABLE orders DROP CONSTRAINT IF EXISTS total_is_not_negative");
            statement.execute("UPDATE orders SET total_cents = -total_cents - 1 WHERE id % 3 = 0");
        } catch (SQLException e) {
            throw new IOException("the damage could not be done: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        postgres.close();
    }
}
