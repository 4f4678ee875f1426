package dev.holdfast.executor.whole;

import dev.holdfast.local.LocalPostgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// Holds every executor inside the commit of a journal line of one kind. It is a deferred trigger in
/// the executor's database, so the executor is unchanged.
final class CommitGate implements AutoCloseable {
    private static final long LOCK = 4_712;

    private final Connection connection;

    CommitGate(String database) throws SQLException {
        LocalPostgres p = LocalPostgres.shared();
        connection = DriverManager.getConnection(p.jdbcUrl(database), p.user(), p.password());
        run("CREATE TABLE executor.gate (kind text)");
        run(
                """
                CREATE FUNCTION executor.commit_gate() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF NEW.value->>'kind' IN (SELECT kind FROM executor.gate) THEN
                        PERFORM pg_advisory_xact_lock_shared(%d);
                    END IF;
                    RETURN NULL;
                END $$
                """
                        .formatted(LOCK));
        run(
                "CREATE CONSTRAINT TRIGGER commit_gate AFTER INSERT ON executor.document"
                        + " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.shelf = 'journal')"
                        + " EXECUTE FUNCTION executor.commit_gate()");
    }

    /// @param kind of line
    void shut(String kind) throws SQLException {
        run("DELETE FROM executor.gate");
        run("INSERT INTO executor.gate VALUES ('%s')".formatted(kind));
        run("SELECT pg_advisory_lock(%d)".formatted(LOCK));
    }

    void open() throws SQLException {
        run("DELETE FROM executor.gate");
        run("SELECT pg_advisory_unlock(%d)".formatted(LOCK));
    }

    /// How many stand before the gate.
    int waiting() throws SQLException {
        return number("SELECT count(*) FROM pg_locks WHERE " + BEFORE_IT, "");
    }

    /// Everything that stands before the gate is rolled back.
    void lose() throws SQLException {
        run("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE " + BEFORE_IT);
    }

    private static final String BEFORE_IT =
            "locktype = 'advisory' AND objid = %d AND NOT granted".formatted(LOCK);

    /// Lines of a kind in the journals of a system.
    int lines(String system, String kind) throws SQLException {
        return number(
                "SELECT count(*) FROM executor.document WHERE shelf = 'journal' AND value->>'kind'"
                        + " = '%s' AND key LIKE ? || '/%%'".formatted(kind),
                system);
    }

    /// Rollbacks of a system that have not ended.
    int open(String system) throws SQLException {
        return number(
                "SELECT count(*) FROM executor.document WHERE shelf = 'holder' AND key LIKE ? ||"
                        + " '/%'",
                system);
    }

    /// Who holds the rollbacks of a system now.
    List<String> owners(String system) throws SQLException {
        List<String> owners = new ArrayList<>();
        try (PreparedStatement s =
                connection.prepareStatement(
                        "SELECT owner FROM executor.errand WHERE owner IS NOT NULL AND key LIKE ? ||"
                                + " '/%'")) {
            s.setString(1, system);
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    owners.add(r.getString(1));
                }
            }
        }
        return owners;
    }

    private void run(String sql) throws SQLException {
        try (Statement s = connection.createStatement()) {
            s.execute(sql);
        }
    }

    private int number(String sql, String system) throws SQLException {
        try (PreparedStatement s = connection.prepareStatement(sql)) {
            if (!system.isEmpty()) {
                s.setString(1, system);
            }
            try (ResultSet r = s.executeQuery()) {
                return r.next() ? r.getInt(1) : -1;
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
