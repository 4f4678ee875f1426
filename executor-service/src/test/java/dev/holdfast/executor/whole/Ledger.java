package dev.holdfast.executor.whole;

import dev.holdfast.local.LocalPostgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/// Reads times out of the executor's journal. Every time in it is the database's.
final class Ledger implements AutoCloseable {
    private static final int BARE = 500;

    private final Connection connection;

    Ledger(LocalPostgres postgres) throws SQLException {
        connection = postgres.connect();
    }

    Instant now() throws SQLException {
        try (Statement s = connection.createStatement();
                ResultSet r = s.executeQuery("SELECT clock_timestamp()")) {
            r.next();
            return r.getTimestamp(1).toInstant();
        }
    }

    /// Microseconds from each intent to the next one of the same run: the effect, its outcome and what
    /// it takes to intend the next.
    List<Long> gaps(List<String> rollbacks) throws SQLException {
        return numbers(
                "SELECT (extract(epoch FROM gap) * 1000000)::bigint FROM (SELECT"
                        + " (value->>'at')::timestamptz - lag((value->>'at')::timestamptz) OVER"
                        + " (PARTITION BY value->>'rollback' ORDER BY id) AS gap FROM"
                        + " executor.document WHERE shelf = 'journal' AND value->>'kind' = 'INTENT'"
                        + " AND value->>'rollback' = ANY(?)) g WHERE gap IS NOT NULL",
                rollbacks);
    }

    /// Microseconds from the first line of all to the last.
    long span(List<String> rollbacks) throws SQLException {
        return numbers(
                        "SELECT (extract(epoch FROM max((value->>'at')::timestamptz) -"
                                + " min((value->>'at')::timestamptz)) * 1000000)::bigint FROM"
                                + " executor.document WHERE shelf = 'journal' AND"
                                + " value->>'rollback' = ANY(?)",
                        rollbacks)
                .getFirst();
    }

    /// How many outcomes of these say so.
    long outcomes(List<String> rollbacks, String result) throws SQLException {
        return numbers(
                        "SELECT count(*) FROM executor.document WHERE shelf = 'journal' AND"
                                + " value->>'kind' = 'OUTCOME' AND value->>'result' = '%s' AND"
                                        .formatted(result)
                                + " value->>'rollback' = ANY(?)",
                        rollbacks)
                .getFirst();
    }

    /// Microseconds from a moment to the first intent after it, of each run that has one.
    List<Long> intendedAgain(List<String> rollbacks, Instant since) throws SQLException {
        String at = Timestamp.from(since).toInstant().toString();
        return numbers(
                "SELECT (extract(epoch FROM min((value->>'at')::timestamptz) - '%1$s'::timestamptz)"
                                .formatted(at)
                        + " * 1000000)::bigint FROM executor.document WHERE shelf = 'journal' AND"
                        + " value->>'kind' = 'INTENT' AND value->>'rollback' = ANY(?) AND"
                        + " (value->>'at')::timestamptz > '%s'::timestamptz GROUP BY value->>'rollback'"
                                .formatted(at),
                rollbacks);
    }

    /// Microseconds of two transactions with one small row each: what no journal with an intent and an
    /// outcome can be under, on this disk.
    List<Long> bare() throws SQLException {
        List<Long> micros = new ArrayList<>();
        try (Statement s = connection.createStatement()) {
            s.execute("CREATE TABLE bare (line text)");
            for (int i = 0; i < BARE; i++) {
                long begun = System.nanoTime();
                s.execute("INSERT INTO bare VALUES ('intent')");
                s.execute("INSERT INTO bare VALUES ('outcome')");
                micros.add((System.nanoTime() - begun) / 1_000);
            }
        }
        Collections.sort(micros);
        return micros;
    }

    private List<Long> numbers(String sql, List<String> rollbacks) throws SQLException {
        List<Long> all = new ArrayList<>();
        try (PreparedStatement s = connection.prepareStatement(sql)) {
            s.setArray(1, connection.createArrayOf("text", rollbacks.toArray()));
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    all.add(Objects.requireNonNull(r.getObject(1, Long.class)));
                }
            }
        }
        Collections.sort(all);
        return all;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
