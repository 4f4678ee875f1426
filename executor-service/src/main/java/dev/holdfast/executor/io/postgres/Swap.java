package dev.holdfast.executor.io.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/// Puts one database in the place of another by renaming both in one transaction. Nothing is ever
/// dropped but what this effect itself has restored and not yet used.
record Swap(Target target, String mark) {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int TRIES = 20;
    private static final long PAUSE_MILLIS = 100;

    String fresh() {
        return target.database() + "_restoring_" + mark;
    }

    String before() {
        return target.database() + "_before_" + mark;
    }

    String undone() {
        return target.database() + "_undone_" + mark;
    }

    Connection maintenance() throws SQLException {
        return target.at("postgres").connect(TIMEOUT);
    }

    boolean exists(Connection c, String database) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
            s.setString(1, database);
            try (ResultSet r = s.executeQuery()) {
                return r.next();
            }
        }
    }

    /// An empty database to restore into; a half restored one of ours is thrown away.
    void prepare(Connection c) throws SQLException {
        drop(c);
        Likeness.create(c, fresh(), target.database());
    }

    /// Throws away what was restored and is not used.
    void drop(Connection c) throws SQLException {
        try (Statement s = c.createStatement()) {
            s.execute("DROP DATABASE IF EXISTS " + Target.quoted(fresh()) + " WITH (FORCE)");
        }
    }

    /// `now` gets the name `aside`, `next` gets the name of `now`; sessions of both are ended. The
    /// live database is never closed meanwhile: who dies here leaves it as it was.
    void rename(Connection c, String now, String aside, String next)
            throws SQLException, InterruptedException {
        for (int i = 1; !renamed(c, now, aside, next, i == TRIES); i++) {
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private boolean renamed(Connection c, String now, String aside, String next, boolean last)
            throws SQLException {
        try (Statement s = c.createStatement()) {
            c.setAutoCommit(false);
            // Each in one message: the rename keeps newcomers waiting from its first moment, so
            // nobody comes in again once the sessions are ended.
            move(s, now, aside);
            move(s, next, now);
            c.commit();
            return true;
        } catch (SQLException e) {
            c.rollback();
            if (last) {
                throw e;
            }
            return false; // a session was not gone yet
        } finally {
            c.setAutoCommit(true);
        }
    }

    /// Ends the sessions of one database and renames it.
    private static void move(Statement s, String from, String to) throws SQLException {
        s.execute(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = '%s' AND pid <> pg_backend_pid();
                ALTER DATABASE %s RENAME TO %s\
                """
                        .formatted(from.replace("'", "''"), q(from), q(to)));
    }

    private static String q(String name) {
        return Target.quoted(name);
    }
}
