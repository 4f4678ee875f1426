package dev.holdfast.local;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;

/// A real PostgreSQL as a child process, listening on the loopback only.
///
/// The folder keeps its data and its password, so a later start on it finds everything again.
public final class LocalPostgres implements AutoCloseable {
    private static final String USER = "holdfast";
    private static final String MAINTENANCE = "postgres";
    private static final Duration START = Duration.ofMinutes(2);

    private static @Nullable LocalPostgres shared;

    private final PostgresCluster cluster;
    private final String database;
    private ChildProcess process;

    private LocalPostgres(PostgresCluster cluster, String database) {
        this.cluster = cluster;
        this.database = database;
        this.process = launch();
    }

    /// Starts a server on a free port with one empty database `holdfast`. Commits are not forced
    /// to disk: they survive a killed server but not a power cut, which is right for tests.
    public static LocalPostgres start(Path folder) {
        return start(folder, Ports.free(), "holdfast", false);
    }

    /// Starts a server on this port and makes sure that the database exists.
    ///
    /// @param durable whether a commit waits for the disk
    public static LocalPostgres start(Path folder, int port, String database, boolean durable) {
        return new LocalPostgres(
                new PostgresCluster(folder.toAbsolutePath(), port, USER, durable, embedded()),
                database);
    }

    /// The same with the PostgreSQL that is installed on this machine, if one is: its pg_dump fits it,
    /// so backups can be taken and restored. Else as [#start].
    public static LocalPostgres startForBackups(Path folder, int port, String database) {
        return new LocalPostgres(
                new PostgresCluster(
                        folder.toAbsolutePath(),
                        port,
                        USER,
                        false,
                        PostgresBinaries.installed().orElseGet(LocalPostgres::embedded)),
                database);
    }

    private static Path embedded() {
        return PostgresBinaries.folder().resolve("bin");
    }

    /// One server for all tests of this JVM; it is stopped and its data deleted when the JVM ends.
    /// Tests that must not see each other take a `createDatabase` each.
    public static synchronized LocalPostgres shared() {
        if (shared == null) {
            shared = start(Scratch.folder("postgres"));
        }
        return shared;
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return cluster.port();
    }

    public String database() {
        return database;
    }

    public String user() {
        return USER;
    }

    public String password() {
        return cluster.password();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public String jdbcUrl() {
        return jdbcUrl(database);
    }

    public String jdbcUrl(String name) {
        return "jdbc:postgresql://%s:%d/%s".formatted(host(), port(), name);
    }

    /// What a service is told about it.
    public Map<String, String> environment() {
        return Map.of(
                "HOLDFAST_POSTGRES_HOST", host(),
                "HOLDFAST_POSTGRES_PORT", Integer.toString(port()),
                "HOLDFAST_POSTGRES_DATABASE", database,
                "HOLDFAST_POSTGRES_USER", user(),
                "HOLDFAST_POSTGRES_PASSWORD", password());
    }

    /// Where its log is written.
    public Path log() {
        return cluster.log();
    }

    /// A new connection to the database; the caller closes it.
    public Connection connect() throws SQLException {
        return connect(database);
    }

    /// Makes another, empty database on the same server.
    public void createDatabase(String name) {
        try (var connection = connect(MAINTENANCE);
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE \"%s\"".formatted(name.replace("\"", "\"\"")));
        } catch (SQLException e) {
            throw new LocalException(
                    "Cannot create the database %s: %s".formatted(name, e.getMessage()), e);
        }
    }

    /// Ends it by SIGKILL, as a fault would; `restart` brings it back on the same data.
    public void kill() {
        process.kill();
        cluster.awaitOrphans();
    }

    /// Starts it again on the same port and data, stopping it first when it runs.
    public void restart() {
        close();
        process = launch();
    }

    @Override
    public void close() {
        process.close();
    }

    ChildProcess process() {
        return process;
    }

    private Connection connect(String name) throws SQLException {
        var login = new Properties();
        login.setProperty("user", USER);
        login.setProperty("password", password());
        login.setProperty("connectTimeout", "5");
        return DriverManager.getConnection(jdbcUrl(name), login);
    }

    private ChildProcess launch() {
        if (Ports.isTaken(port())) {
            throw PortCheck.taken("PostgreSQL", port());
        }
        cluster.createWhenNew();
        var child = ChildProcess.start(cluster.launch());
        awaitReady(child);
        return child;
    }

    private void awaitReady(ChildProcess child) {
        long deadline = System.nanoTime() + START.toNanos();
        while (true) {
            try (var connection = connect(MAINTENANCE)) {
                createWhenMissing(connection);
                return;
            } catch (SQLException e) {
                if (!child.isAlive()) {
                    throw child.failedToStart("it ended with code " + child.exitCode().orElse(-1));
                }
                if (System.nanoTime() > deadline) {
                    throw child.failedToStart(
                            "no connection within %d s: %s"
                                    .formatted(START.toSeconds(), e.getMessage()));
                }
                Pause.shortly();
            }
        }
    }

    private void createWhenMissing(Connection connection) throws SQLException {
        try (var query =
                connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
            query.setString(1, database);
            if (query.executeQuery().next()) {
                return;
            }
        }
        try (var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE \"%s\"".formatted(database));
        }
    }
}
