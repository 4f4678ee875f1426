package dev.holdfast.backbone.postgres;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.R2dbcException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// The blocking face of R2DBC: a transaction is a function that gets a [Tx]. Call it on a virtual
/// thread, or on any other that may block.
public final class Database implements AutoCloseable {
    private static final List<String> MAY_PASS = List.of("08", "40", "53", "57", "58");

    /// A lock that was not to be had in time, and a server that only reads (one that leads no more, or
    /// whose disk is full).
    private static final List<String> MAY_PASS_TOO = List.of("55P03", "25006");

    /// The server ended the transaction, and its connection, since it took too long ([#SESSION]).
    private static final List<String> ENDED = List.of("25P03", "25P04");

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    /// The server ends a transaction whose client froze, so that its locks do not outlast it.
    private static final Map<String, String> SESSION =
            Map.of("idle_in_transaction_session_timeout", "10000", "tcp_user_timeout", "10000");

    private static final Duration ACQUIRE = Duration.ofSeconds(5);
    private static final Duration FINISH = Duration.ofSeconds(10);

    private final PostgresqlConnectionFactory factory;
    private final ConnectionPool pool;
    private final Duration most;

    public Database(DatabaseSettings s) {
        factory =
                new PostgresqlConnectionFactory(
                        PostgresqlConnectionConfiguration.builder()
                                .host(s.host())
                                .port(s.port())
                                .database(s.database())
                                .username(s.user())
                                .password(s.password())
                                .schema(s.schema())
                                .options(SESSION)
                                .applicationName("holdfast-" + s.schema())
                                .connectTimeout(Duration.ofSeconds(3))
                                .statementTimeout(s.statement())
                                .lockWaitTimeout(s.statement())
                                .preparedStatementCacheQueries(256)
                                .tcpKeepAlive(true)
                                .build());
        pool =
                new ConnectionPool(
                        ConnectionPoolConfiguration.builder(factory)
                                .initialSize(1)
                                .maxSize(s.connections())
                                .maxIdleTime(Duration.ofMinutes(5))
                                .maxAcquireTime(ACQUIRE)
                                .acquireRetry(1)
                                .build());
        most = s.statement().plusSeconds(5);
    }

    /// Runs `body` in one transaction: committed when it returns, rolled back when it throws. A
    /// database that cannot be reached, or a broken promise of it, is an `R2dbcException`.
    public <T> T run(Function<Tx, T> body) {
        Connection connection = taken();
        boolean done = false;
        try {
            await(Mono.from(connection.beginTransaction()).thenReturn(true));
            Tx tx = new Tx(connection, most);
            T result = body.apply(tx);
            await(Mono.from(connection.commitTransaction()).thenReturn(true));
            done = true;
            tx.committed();
            return result;
        } finally {
            if (!done) {
                rollBack(connection);
            }
            giveBack(connection);
        }
    }

    /// Runs statements of which each commits by itself: one round trip where [#run] takes three.
    public <T> T single(Function<Tx, T> body) {
        Connection connection = taken();
        try {
            return body.apply(new Tx(connection, most));
        } finally {
            giveBack(connection);
        }
    }

    /// True for what is thrown when the database cannot be reached or gave up, so that the same may
    /// succeed later; not for a mistake of whoever used it, which the database refuses each time.
    public static boolean away(Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof R2dbcException r) {
                return mayPass(r.getSqlState());
            }
            if (t instanceof TimeoutException) {
                return true;
            }
            if (t instanceof IllegalStateException s
                    && String.valueOf(s.getMessage()).startsWith("Timeout on blocking read")) {
                return true;
            }
        }
        return false;
    }

    /// By the classes of errors of PostgreSQL (its Appendix A): connection, lack of means, shutdown and
    /// cancelled statements, errors of its system, and what two transactions do to each other.
    ///
    /// @param state null for what the driver found before the server could answer
    private static boolean mayPass(@Nullable String state) {
        return state == null
                || MAY_PASS.stream().anyMatch(state::startsWith)
                || MAY_PASS_TOO.contains(state)
                || ENDED.contains(state);
    }

    /// True for what the connection is to blame for, whatever was asked over it.
    static boolean cut(Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof R2dbcException r && r.getSqlState() != null) {
                String state = r.getSqlState();
                return state.startsWith("08") || state.startsWith("57P") || ENDED.contains(state);
            }
        }
        return away(e);
    }

    /// True when the database answers now.
    public boolean answers(Duration within) {
        try {
            return Boolean.TRUE.equals(
                    pool.create()
                            .flatMap(c ->
                                    Mono.from(c.createStatement("SELECT 1").execute())
                                            .flatMap(r -> Mono.from(r.map(row -> true)))
                                            .doFinally(_ -> Mono.from(c.close()).subscribe()))
                            .block(within));
        } catch (RuntimeException e) {
            LOG.debug("The database does not answer: {}", e.toString());
            return false;
        }
    }

    /// Calls `heard` with the payload of each NOTIFY on the channel, on a thread of the driver's,
    /// until the connection breaks (then `broken` is called once) or the subscription is closed.
    public AutoCloseable listen(
            String channel, java.util.function.Consumer<String> heard, Runnable broken) {
        var connection = factory.create().block(ACQUIRE);
        if (connection == null) {
            throw new IllegalStateException("No connection for LISTEN within " + ACQUIRE);
        }
        connection
                .createStatement("LISTEN " + channel)
                .execute()
                .flatMap(r -> r.getRowsUpdated())
                .then()
                .block(FINISH);
        var subscription =
                connection
                        .getNotifications()
                        .doFinally(_ -> broken.run())
                        .subscribe(
                                n -> heard.accept(n.getParameter() == null ? "" : n.getParameter()),
                                e -> LOG.debug("LISTEN {} ended: {}", channel, e.toString()));
        return () -> {
            subscription.dispose();
            connection.close().block(FINISH);
        };
    }

    @Override
    public void close() {
        pool.disposeLater().block(FINISH);
    }

    private Connection taken() {
        Connection connection = pool.create().block(ACQUIRE.plusSeconds(1));
        if (connection == null) {
            throw new IllegalStateException("The connection pool answered nothing");
        }
        return connection;
    }

    private void await(Mono<Boolean> what) {
        what.block(most);
    }

    private static void rollBack(Connection connection) {
        try {
            Mono.from(connection.rollbackTransaction()).block(FINISH);
        } catch (RuntimeException e) {
            // The connection is broken; the server rolls back by itself when it notices.
            LOG.debug("Rollback was not answered: {}", e.toString());
        }
    }

    private static void giveBack(Connection connection) {
        try {
            Mono.from(connection.close()).block(FINISH);
        } catch (RuntimeException e) {
            LOG.debug("A connection could not be given back: {}", e.toString());
        }
    }
}
