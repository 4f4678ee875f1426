package dev.holdfast.verifier.io.sql;

import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.WriteProbeCheck;
import dev.holdfast.verifier.io.probe.Asker;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import io.r2dbc.postgresql.api.PostgresTransactionDefinition;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.spi.IsolationLevel;
import io.r2dbc.spi.R2dbcException;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Set;

/// Writes one row to a declared probe table, counts, and rolls back. The only transaction of this
/// service that may write to a target.
public final class WriteAsker implements Asker<WriteProbeCheck.Write> {
    /// Read-only transaction, disk full, no right, and what a constraint or trigger refuses: the
    /// database was asked and said no.
    private static final Set<String> REFUSALS = Set.of("25006", "53100", "42501", "55000", "P0001");

    private final Connections connections;

    public WriteAsker(Connections connections) {
        this.connections = connections;
    }

    @Override
    public Answer ask(WriteProbeCheck.Write q, Terms terms) throws Unusable {
        long began = System.nanoTime();
        String refusal = connections.with(q.database(), terms, c -> probe(c, q.table()));
        return new WriteProbeCheck.Written(refusal, Duration.ofNanos(System.nanoTime() - began));
    }

    private static Mono<String> probe(PostgresqlConnection c, String table) {
        Mono<Long> count = count(c, table);
        Mono<Long> insert =
                c.createStatement("insert into %s default values".formatted(table))
                        .execute()
                        .flatMap(r -> r.getRowsUpdated())
                        .reduce(0L, Long::sum);
        Mono<String> written =
                count.flatMap(before ->
                        insert.then(count)
                                .map(after ->
                                        after == before + 1
                                                ? ""
                                                : "%d rows before the write, %d after it"
                                                        .formatted(before, after)));
        return c.beginTransaction(
                        PostgresTransactionDefinition.mutability(true)
                                .isolationLevel(IsolationLevel.REPEATABLE_READ))
                .then(written)
                .onErrorResume(WriteAsker::refused, e -> Mono.just(String.valueOf(e.getMessage())))
                .flatMap(says -> c.rollbackTransaction().thenReturn(says));
    }

    private static Mono<Long> count(PostgresqlConnection c, String table) {
        return c.createStatement("select count(*) from " + table)
                .execute()
                .flatMap(r -> r.map((row, _) -> row.get(0, Long.class)))
                .single();
    }

    private static boolean refused(Throwable e) {
        String state = e instanceof R2dbcException sql ? String.valueOf(sql.getSqlState()) : "";
        return REFUSALS.contains(state) || state.startsWith("23");
    }
}
