package dev.holdfast.executor.io.postgres;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.flow.EffectAction;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `postgres.read-only` and `postgres.writable`: new transactions of the database may not write, or
/// may again. Sessions that are open are ended, so that nobody goes on as before, and it is proven by
/// a session of the same role that tries to write and is refused. Our own sessions are exempt.
///
/// It is the database's default: a program that sets its own transactions to read write is not held.
public final class ReadOnlyAction implements EffectAction {
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final String REFUSED = "25006";
    private static final String SETTING = "writes to ";

    private final boolean closes;

    private ReadOnlyAction(boolean closes) {
        this.closes = closes;
    }

    public static ReadOnlyAction closing() {
        return new ReadOnlyAction(true);
    }

    public static ReadOnlyAction opening() {
        return new ReadOnlyAction(false);
    }

    @Override
    public String name() {
        return closes ? "postgres.read-only" : "postgres.writable";
    }

    @Override
    public List<ArgumentForm> arguments() {
        return Target.ARGUMENTS;
    }

    @Override
    public String target(Call call) {
        return Target.name(call);
    }

    @Override
    public Preview plan(Call call) {
        Target target = Target.of(call);
        Preview preview =
                Preview.of(
                        closes
                                ? "close %s to writes and end its sessions".formatted(target)
                                : "open %s to writes and end its sessions".formatted(target),
                        Repeat.CHECKABLE,
                        Duration.ofSeconds(1));
        Optional<String> wrong = target.wrong(call);
        if (wrong.isPresent()) {
            return preview.hindered(List.of(wrong.get()));
        }
        try (Connection c = target.connect(LOOK)) {
            String key = SETTING + target;
            Map<String, String> leaves = Map.of(key, closes ? "closed" : "open");
            boolean may = owns(c);
            // Another step of the same run closes it, so what it is now is told, not rested on.
            return preview.moving(Map.of(), leaves)
                    .hindered(
                            may
                                    ? List.of()
                                    : List.of(
                                            "%s does not own the database and cannot set it"
                                                    .formatted(call.shown("user"))));
        } catch (SQLException e) {
            return preview.hindered(List.of("%s: %s".formatted(target, e.getMessage())));
        }
    }

    private static boolean owns(Connection c) throws SQLException {
        try (Statement s = c.createStatement();
                ResultSet r =
                        s.executeQuery(
                                "SELECT pg_has_role(datdba, 'USAGE') FROM pg_database"
                                        + " WHERE datname = current_database()")) {
            return r.next() && r.getBoolean(1);
        }
    }

    @Override
    public Finding apply(Call call, Effect effect) {
        Target target = Target.of(call);
        try (Connection c = target.connect(effect.timeout())) {
            String name = Target.quoted(target.database());
            try (Statement s = c.createStatement()) {
                s.execute(
                        closes
                                ? "ALTER DATABASE %s SET default_transaction_read_only = on"
                                        .formatted(name)
                                : "ALTER DATABASE %s RESET default_transaction_read_only"
                                        .formatted(name));
            }
            int ended = ended(c, target);
            return proven(target, "%d sessions ended".formatted(ended));
        } catch (SQLException e) {
            return new Finding.Unsure("%s: %s".formatted(target, e.getMessage()), "");
        }
    }

    /// Every session that began before; ours and those of other databases stay.
    private static int ended(Connection c, Target target) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement(
                        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE"
                                + " datname = ? AND pid <> pg_backend_pid() AND backend_type ="
                                + " 'client backend' AND application_name <> 'holdfast'")) {
            s.setString(1, target.database());
            try (ResultSet r = s.executeQuery()) {
                return r.next() ? r.getInt(1) : 0;
            }
        }
    }

    @Override
    public Finding observe(Call call, Effect effect) {
        Target target = Target.of(call);
        try {
            return proven(target, "seen");
        } catch (SQLException e) {
            return new Finding.Unsure("%s: %s".formatted(target, e.getMessage()), "");
        }
    }

    /// Tries to write, and takes it back.
    private Finding proven(Target target, String how) throws SQLException {
        boolean writes = writes(target);
        String found =
                "%s %s a new session's write".formatted(target, writes ? "takes" : "refuses");
        return writes == closes
                ? new Finding.NotDone(found, how)
                : new Finding.Done("%s; %s".formatted(found, how));
    }

    private static boolean writes(Target target) throws SQLException {
        try (Connection c = target.asAnybody(LOOK);
                Statement s = c.createStatement()) {
            c.setAutoCommit(false);
            try {
                // A large object belongs to nobody's schema; nothing of it is kept.
                s.execute("SELECT lo_create(0)");
                return true;
            } catch (SQLException e) {
                if (REFUSED.equals(e.getSQLState())) {
                    return false;
                }
                throw e;
            } finally {
                c.rollback();
            }
        }
    }
}
