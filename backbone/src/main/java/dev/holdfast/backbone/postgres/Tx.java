package dev.holdfast.backbone.postgres;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Statement;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// One open transaction. Parameters are `$1`, `$2`, …; a null goes in as `(Class<?>) type`.
public final class Tx {
    private final Connection connection;
    private final Duration most;
    private final List<Runnable> afterCommit = new ArrayList<>();

    Tx(Connection connection, Duration most) {
        this.connection = connection;
        this.most = most;
    }

    /// Has `action` run when, and only if, this is committed.
    void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    void committed() {
        afterCommit.forEach(Runnable::run);
    }

    /// Runs a statement and answers how many rows it touched.
    public long update(String sql, @Nullable Object... parameters) {
        Long rows =
                Flux.from(bound(sql, parameters).execute())
                        .flatMap(r -> Mono.from(r.getRowsUpdated()))
                        .reduce(0L, Long::sum)
                        .block(most);
        return rows == null ? 0 : rows;
    }

    /// All rows of a query.
    public <T> List<T> query(
            String sql, Function<Readable, T> row, @Nullable Object... parameters) {
        List<T> rows =
                Flux.from(bound(sql, parameters).execute())
                        .concatMap(r -> Flux.from(r.map(row)))
                        .collectList()
                        .block(most);
        return rows == null ? List.of() : rows;
    }

    /// The first row of a query, if there is one.
    public <T> Optional<T> first(
            String sql, Function<Readable, T> row, @Nullable Object... parameters) {
        return query(sql, row, parameters).stream().findFirst();
    }

    private Statement bound(String sql, @Nullable Object[] parameters) {
        Statement statement = connection.createStatement(sql);
        bind(statement, parameters);
        return statement;
    }

    private static void bind(Statement statement, @Nullable Object[] parameters) {
        for (int i = 0; i < parameters.length; i++) {
            switch (parameters[i]) {
                case null ->
                        throw new IllegalArgumentException(
                                "Parameter $%d is null: give its class instead".formatted(i + 1));
                case Class<?> type -> statement.bindNull(i, type);
                case Object value -> statement.bind(i, value);
            }
        }
    }
}
