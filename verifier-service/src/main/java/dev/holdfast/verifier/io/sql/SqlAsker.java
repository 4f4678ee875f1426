package dev.holdfast.verifier.io.sql;

import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Answer.Why;
import dev.holdfast.verifier.domain.check.Database;
import dev.holdfast.verifier.domain.check.Evidence;
import dev.holdfast.verifier.domain.check.Question;
import dev.holdfast.verifier.io.net.Dialer;
import dev.holdfast.verifier.io.probe.Asker;
import dev.holdfast.verifier.io.probe.Secrets;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.api.PostgresTransactionDefinition;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.api.PostgresqlStatement;
import io.r2dbc.postgresql.client.SSLMode;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcTimeoutException;
import io.r2dbc.spi.Readable;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// Asks PostgreSQL over a connection of its own, in a transaction that may only read. The server
/// ends a statement that takes too long, and the session cannot write even outside the transaction.
public final class SqlAsker implements Asker<Question.Sql> {
    private static final int LONGEST_VALUE = 500;
    private static final String CANCELED = "57014";
    private static final String READ_ONLY = "25006";
    private static final String NO_CONNECTION = "08";

    private final Dialer dialer;
    private final Secrets secrets;

    public SqlAsker(Dialer dialer, Secrets secrets) {
        this.dialer = dialer;
        this.secrets = secrets;
    }

    @Override
    public Answer ask(Question.Sql q, Terms terms) throws Unusable {
        long began = System.nanoTime();
        PostgresqlConnectionFactory factory = factory(q.database(), terms);
        List<List<@Nullable String>> rows;
        try {
            rows =
                    Mono.usingWhen(
                                    factory.create(),
                                    c -> read(c, q),
                                    PostgresqlConnection::close,
                                    (c, _) -> c.close(),
                                    PostgresqlConnection::close)
                            .block(Duration.ofMillis(terms.left()));
        } catch (RuntimeException e) {
            throw unusable(e, q.database(), terms);
        }
        boolean more = rows != null && rows.size() > q.rows();
        return new Answer.Rows(
                rows == null ? List.of() : more ? rows.subList(0, q.rows()) : rows,
                more,
                Duration.ofNanos(System.nanoTime() - began));
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
        return connection
                .beginTransaction(PostgresTransactionDefinition.mutability(false))
                .then(rows.collectList())
                .flatMap(found -> connection.rollbackTransaction().thenReturn(found));
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

    private PostgresqlConnectionFactory factory(Database d, Terms terms) throws Unusable {
        SSLMode ssl = SSLMode.fromValue(d.ssl());
        // The checked address itself; where TLS proves the name, the name is needed and enough.
        String address = dialer.addresses(d.host(), d.port(), terms).getFirst().getHostAddress();
        Duration left = Duration.ofMillis(terms.left());
        PostgresqlConnectionConfiguration.Builder b =
                PostgresqlConnectionConfiguration.builder()
                        .host(ssl == SSLMode.VERIFY_FULL ? d.host() : address)
                        .port(d.port())
                        .database(d.database())
                        .username(d.user())
                        .sslMode(ssl)
                        .connectTimeout(left)
                        .statementTimeout(left)
                        .lockWaitTimeout(left)
                        .preparedStatementCacheQueries(0)
                        .autodetectExtensions(false)
                        .applicationName("holdfast-verifier")
                        .options(Map.of("default_transaction_read_only", "on"));
        if (d.secret() != null) {
            b.password(secrets.using(terms.secrets()).get(d.secret()));
        }
        return new PostgresqlConnectionFactory(b.build());
    }

    private static Unusable unusable(RuntimeException thrown, Database d, Terms terms) {
        Throwable e = reactor.core.Exceptions.unwrap(thrown);
        String said = String.valueOf(e.getMessage());
        if (e instanceof R2dbcException sql) {
            String state = String.valueOf(sql.getSqlState());
            if (state.equals(CANCELED) || e instanceof R2dbcTimeoutException) {
                return terms.late();
            }
            if (state.equals(READ_ONLY)) {
                return new Unusable(Why.REFUSED, "checks only read: " + said);
            }
            boolean gone =
                    e instanceof R2dbcNonTransientResourceException
                            && (sql.getSqlState() == null || state.startsWith(NO_CONNECTION));
            return new Unusable(
                    gone ? Why.GONE : Why.BROKEN,
                    "database %s says: %s".formatted(d.name(), gone ? causes(e) : said));
        }
        if (e instanceof IllegalStateException && said.startsWith("Timeout on blocking")) {
            return terms.late();
        }
        return new Unusable(
                Why.BROKEN, "database %s could not be asked: %s".formatted(d.name(), causes(e)));
    }

    private static String causes(Throwable e) {
        return e.getCause() == null
                ? String.valueOf(e.getMessage())
                : e.getMessage() + ": " + e.getCause().getMessage();
    }
}
