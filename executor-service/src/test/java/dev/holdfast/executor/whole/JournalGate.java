package dev.holdfast.executor.whole;

import dev.holdfast.local.LocalPostgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Holds the executor at the moment in which it writes a line of its journal, inside the transaction
/// and before its commit. It is a trigger in the executor's database, so the executor is unchanged.
final class JournalGate implements AutoCloseable {
    private static final long LOCK = 4_711;

    private final Connection connection;

    JournalGate(String database) throws SQLException {
        LocalPostgres p = LocalPostgres.shared();
        connection = DriverManager.getConnection(p.jdbcUrl(database), p.user(), p.password());
        run(
                """
                CREATE OR REPLACE FUNCTION executor.gate() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN PERFORM pg_advisory_xact_lock_shared(%d); RETURN NEW; END $$
                """
                        .formatted(LOCK));
        run(
                "CREATE TRIGGER gate BEFORE INSERT ON executor.document FOR EACH ROW"
                        + " WHEN (NEW.shelf = 'journal') EXECUTE FUNCTION executor.gate()");
    }

    void shut() throws SQLException {
        run("SELECT pg_advisory_lock(%d)".formatted(LOCK));
    }

    void open() throws SQLException {
        run("SELECT pg_advisory_unlock(%d)".formatted(LOCK));
    }

    /// Whether somebody stands before the gate.
    boolean waited() throws SQLException {
        return number(
                        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %d"
                                        .formatted(LOCK)
                                + " AND NOT granted")
                > 0;
    }

    /// Lines in the journal.
    long lines() throws SQLException {
        return number("SELECT count(*) FROM executor.document WHERE shelf = 'journal'");
    }

    /// Documents, events waiting and set aside that hold this text.
    long holding(String text) throws SQLException {
        String like = " LIKE '%" + text + "%'";
        return number("SELECT count(*) FROM executor.document WHERE value::text" + like)
                + number(
                        "SELECT count(*) FROM executor.outbox WHERE convert_from(value, 'UTF8')"
                                + like);
    }

    private void run(String sql) throws SQLException {
        try (Statement s = connection.createStatement()) {
            s.execute(sql);
        }
    }

    private long number(String sql) throws SQLException {
        try (Statement s = connection.createStatement();
                ResultSet r = s.executeQuery(sql)) {
            return r.next() ? r.getLong(1) : -1;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
