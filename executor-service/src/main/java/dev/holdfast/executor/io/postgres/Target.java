package dev.holdfast.executor.io.postgres;

import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Call;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/// A database to act on, and how to come in.
///
/// @param shown as people see it: secrets are only named
record Target(
        String host,
        int port,
        String database,
        String user,
        String password,
        String ssl,
        String shown) {
    private static final String EXEMPT = "-c default_transaction_read_only=off";

    static final List<ArgumentForm> ARGUMENTS =
            List.of(
                    ArgumentForm.needs("host", ArgumentType.TEXT),
                    ArgumentForm.takes("port", ArgumentType.WHOLE),
                    ArgumentForm.needs("database", ArgumentType.TEXT),
                    ArgumentForm.needs("user", ArgumentType.TEXT),
                    ArgumentForm.needs("password", ArgumentType.TEXT),
                    ArgumentForm.choice("ssl", "disable", "prefer", "require", "verify-full"));

    static Target of(Call call) {
        return new Target(
                call.text("host"),
                call.whole("port", 5432),
                call.text("database"),
                call.text("user"),
                call.text("password"),
                call.text("ssl", "prefer"),
                call.shown("user") + "@" + place(call));
    }

    static String name(Call call) {
        return "postgres " + place(call);
    }

    private static String place(Call call) {
        String port = call.has("port") ? call.shown("port") : "5432";
        return "%s:%s/%s".formatted(call.shown("host"), port, call.shown("database"));
    }

    Optional<String> wrong(Call call) {
        if (!database.matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,39}")) {
            return Optional.of("'%s' is no name of a database".formatted(database));
        }
        return call.allowed().host(host, port) && host.matches("[A-Za-z0-9.:_-]+")
                ? Optional.empty()
                : Optional.of("%s:%d is none of the allowed hosts".formatted(host, port));
    }

    Target at(String other) {
        return new Target(host, port, other, user, password, ssl, shown);
    }

    /// A connection that gives up at `timeout`; the caller closes it.
    Connection connect(Duration timeout) throws SQLException {
        Properties p = properties(timeout);
        // A database that was closed to writes is not closed to us, who repair it.
        p.setProperty("options", EXEMPT);
        return DriverManager.getConnection(url(), p);
    }

    /// As anybody of that role comes in: what the database says of new sessions holds for it.
    Connection asAnybody(Duration timeout) throws SQLException {
        return DriverManager.getConnection(url(), properties(timeout));
    }

    private String url() {
        return "jdbc:postgresql://%s:%d/%s".formatted(host, port, database);
    }

    private Properties properties(Duration timeout) {
        Properties p = new Properties();
        p.setProperty("user", user);
        p.setProperty("password", password);
        p.setProperty("sslmode", ssl);
        p.setProperty("connectTimeout", "3");
        p.setProperty("loginTimeout", "5");
        p.setProperty("socketTimeout", Long.toString(timeout.toSeconds() + 2));
        p.setProperty("ApplicationName", "holdfast");
        // Parameters are texts; the server knows what type a place needs.
        p.setProperty("stringtype", "unspecified");
        return p;
    }

    /// For PostgreSQL's own programs; the password never stands on a command line.
    Map<String, String> environment() {
        Map<String, String> env = new HashMap<>();
        env.put("PGHOST", host);
        env.put("PGPORT", Integer.toString(port));
        env.put("PGUSER", user);
        env.put("PGPASSWORD", password);
        env.put("PGDATABASE", database);
        env.put("PGSSLMODE", ssl);
        env.put("PGCONNECT_TIMEOUT", "3");
        env.put("PGAPPNAME", "holdfast");
        env.put("PGOPTIONS", EXEMPT);
        return env;
    }

    static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    @Override
    public String toString() {
        return shown;
    }
}
