package dev.holdfast.verifier.io.sql;

import dev.holdfast.verifier.domain.check.Answer.Why;
import dev.holdfast.verifier.domain.check.Database;
import dev.holdfast.verifier.io.net.Dialer;
import dev.holdfast.verifier.io.probe.Secrets;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.client.SSLMode;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcTimeoutException;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/// Connections to databases of packs, each for one question. The session reads only, unless its one
/// transaction says otherwise.
public final class Connections {
    private static final String CANCELED = "57014";
    private static final String READ_ONLY = "25006";
    private static final String NO_CONNECTION = "08";

    private final Dialer dialer;
    private final Secrets secrets;

    public Connections(Dialer dialer, Secrets secrets) {
        this.dialer = dialer;
        this.secrets = secrets;
    }

    /// Runs `work` on a connection of its own and closes it, whatever comes of it.
    <T> T with(Database d, Terms terms, Function<PostgresqlConnection, Mono<T>> work)
            throws Unusable {
        PostgresqlConnectionFactory factory = factory(d, terms);
        try {
            return Objects.requireNonNull(
                    Mono.usingWhen(
                                    factory.create(),
                                    work,
                                    PostgresqlConnection::close,
                                    (c, _) -> c.close(),
                                    PostgresqlConnection::close)
                            .block(Duration.ofMillis(terms.left())));
        } catch (RuntimeException e) {
            throw unusable(e, d, terms);
        }
    }

    private PostgresqlConnectionFactory factory(Database d, Terms terms) throws Unusable {
        SSLMode ssl = SSLMode.fromValue(d.ssl());
        // The checked address itself; where TLS proves the name, the name is needed and enough.
        Dialer.Way way = dialer.way(d.host(), d.port(), terms);
        String address = way.first().getHostAddress();
        Duration left = Duration.ofMillis(terms.left());
        PostgresqlConnectionConfiguration.Builder b =
                PostgresqlConnectionConfiguration.builder()
                        .host(
                                ssl == SSLMode.VERIFY_FULL && terms.standpoint() == null
                                        ? d.host()
                                        : address)
                        .port(way.port())
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
