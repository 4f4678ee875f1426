package dev.holdfast.verifier.io.sql;

import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Evidence;
import dev.holdfast.verifier.domain.check.Question;
import dev.holdfast.verifier.domain.check.SqlBatchCheck;
import dev.holdfast.verifier.io.probe.Asker;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import io.r2dbc.postgresql.api.PostgresTransactionDefinition;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.api.PostgresqlStatement;
import io.r2dbc.spi.IsolationLevel;
import io.r2dbc.spi.Readable;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Asks PostgreSQL over a connection of its own, in a transaction that may only read. The server
/// ends a statement that takes too long, and the session cannot write even outside the transaction.
public final class SqlAsker implements Asker<Question.Sql> {
    private static final int LONGEST_VALUE = 500;

    private final Connections connections;

    public SqlAsker(Connections connections) {
        this.connections = connections;
    }

    @Override
    public Answer ask(Question.Sql q, Terms terms) throws Unusable {
        return batch(new SqlBatchCheck.Batch(q.database(), List.of(q)), terms).all().getFirst();
    }

    /// Several statements that see one moment.
    public SqlBatchCheck.Tables batch(SqlBatchCheck.Batch q, Terms terms) throws Unusable {
        long began = System.nanoTime();
        List<List<List<@Nullable String>>> results =
                connections.with(
                        q.database(),
                        terms,
                        c ->
                                c.beginTransaction(
                                                PostgresTransactionDefinition.mutability(false)
                                                        .isolationLevel(
                                                                IsolationLevel.REPEATABLE_READ))
                                        .thenMany(
                                                Flux.fromIterable(q.statements())
                                                        .concatMap(s -> read(c, s)))
                                        .collectList()
                                        .flatMap(found ->
                                                c.rollbackTransaction().thenReturn(found)));
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        List<Answer.Rows> all = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            List<List<@Nullable String>> rows = results.get(i);
            int most = q.statements().get(i).rows();
            boolean more = rows.size() > most;
            all.add(new Answer.Rows(more ? rows.subList(0, most) : rows, more, took));
        }
        return new SqlBatchCheck.Tables(all, took);
    }

    private static Mono<List<List<@Nullable String>>> read(
            PostgresqlConnection connection, Question.Sql q) {
        PostgresqlStatement statement = connection.createStatement(q.text());
        for (int i = 0; i < q.values().size(); i++) {
            statement.bind(i, q.values().get(i));
        }
        Flux<List<@Nullable String>> rows =
                statement
                        .fetchSize(q.rows() + 1)
                        .execute()
                        .concatMap(r ->
                                r.map((row, metadata) ->
                                        row(row, metadata.getColumnMetadatas().size())))
                        .take(q.rows() + 1L);
        return rows.collectList();
    }

    private static List<@Nullable String> row(Readable row, int columns) {
        List<@Nullable String> values = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            Object value = row.get(i);
            String text =
                    switch (value) {
                        case null -> null;
                        case BigDecimal number -> number.toPlainString();
                        default -> value.toString();
                    };
            values.add(text == null ? null : Evidence.cut(text, LONGEST_VALUE));
        }
        return Collections.unmodifiableList(values);
    }
}
