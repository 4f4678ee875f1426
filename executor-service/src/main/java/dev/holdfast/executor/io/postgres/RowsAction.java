package dev.holdfast.executor.io.postgres;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.flow.EffectAction;
import dev.holdfast.executor.io.place.Places;
import dev.holdfast.executor.io.process.Programs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// `postgres.restore-rows` puts back rows of one table as a backup has them, and leaves all others alone;
/// what it overwrites it keeps in a table beside, in the same transaction, which also tells that it was
/// done. `postgres.compare-rows` changes nothing and lists the rows it would put back, for a person to
/// read before. Both restore the backup into a scratch database first, and drop it.
public final class RowsAction implements EffectAction {
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final int LISTED = 100;
    private static final int MOST = 100_000;
    private static final int USUALLY = 1_000;

    private final Tools tools;
    private final boolean restores;

    private RowsAction(Tools tools, boolean restores) {
        this.tools = tools;
        this.restores = restores;
    }

    public static RowsAction compare(Tools tools) {
        return new RowsAction(tools, false);
    }

    public static RowsAction restore(Tools tools) {
        return new RowsAction(tools, true);
    }

    @Override
    public String name() {
        return restores ? "postgres.restore-rows" : "postgres.compare-rows";
    }

    @Override
    public List<ArgumentForm> arguments() {
        List<ArgumentForm> all = new ArrayList<>(Target.ARGUMENTS);
        all.add(ArgumentForm.needs("backup", ArgumentType.PATH));
        all.add(ArgumentForm.needs("table", ArgumentType.TEXT));
        all.add(ArgumentForm.needs("where", ArgumentType.SQL));
        all.add(ArgumentForm.takes("most", ArgumentType.WHOLE));
        return all;
    }

    @Override
    public Set<String> outputs() {
        return restores ? Set.of("rows", "before") : Set.of("rows", "list");
    }

    @Override
    public boolean losesNothing() {
        return !restores;
    }

    @Override
    public String target(Call call) {
        return Target.name(call);
    }

    @Override
    public Preview plan(Call call) {
        Target target = Target.of(call);
        String table = call.shown("table");
        String what = "rows of %s on %s where %s".formatted(table, target, call.shown("where"));
        Preview preview =
                Preview.of(
                                (restores
                                                ? "put back %s as %s has them"
                                                : "list %s that differ from %s")
                                        .formatted(what, call.shown("backup")),
                                restores ? Repeat.CHECKABLE : Repeat.IDEMPOTENT,
                                Duration.ofSeconds(30))
                        .unchecked(
                                List.of("room on the server for a scratch copy of the database"));
        if (restores) {
            preview = preview.losing(lost(table));
        }
        Optional<String> wrong =
                target.wrong(call).or(() -> Places.wrong(call.allowed(), call.text("backup")));
        if (wrong.isPresent()) {
            return preview.hindered(List.of(wrong.get()));
        }
        try (Connection c = target.connect(LOOK)) {
            return preview.hindered(obstacles(call, c));
        } catch (SQLException e) {
            return preview.hindered(List.of("%s: %s".formatted(target, e.getMessage())));
        }
    }

    private static String lost(String table) {
        return "what was written since the backup to the rows of %s that are put back; they are kept in a table beside"
                .formatted(table);
    }

    private List<String> obstacles(Call call, Connection c) throws SQLException {
        List<String> obstacles = new ArrayList<>();
        tools.unfit("pg_restore", c).ifPresent(obstacles::add);
        if (!Files.isReadable(Path.of(call.text("backup")))) {
            obstacles.add("%s is not there, or cannot be read".formatted(call.text("backup")));
        }
        int most = call.whole("most", USUALLY);
        if (most < 1 || most > MOST) {
            obstacles.add("most is %d, not 1 to %d".formatted(most, MOST));
        }
        if (!Table.named(call.text("table"))) {
            obstacles.add("'%s' is no name of a table".formatted(call.text("table")));
            return obstacles;
        }
        Table table = Table.of(c, call.text("table"));
        if (table.key().isEmpty()) {
            obstacles.add("%s has no primary key to know rows by".formatted(table.name()));
            return obstacles;
        }
        c.setReadOnly(true);
        try (Statement s = c.createStatement()) {
            s.execute(
                    "EXPLAIN SELECT 1 FROM %s WHERE (%s)"
                            .formatted(table.name(), call.text("where")));
        }
        return obstacles;
    }

    @Override
    public Finding apply(Call call, Effect effect) {
        Swap scratch = new Swap(Target.of(call), mark(effect));
        Path backup = Path.of(call.text("backup"));
        try (Connection c = scratch.maintenance()) {
            try {
                scratch.prepare(c);
                new Filling(
                                tools,
                                Programs.marks(call.rollback(), effect),
                                effect.timeout(),
                                Likeness.superuser(c))
                        .fill(
                                backup,
                                scratch.target().at(scratch.fresh()),
                                Objects.requireNonNull(backup.toAbsolutePath().getParent()),
                                effect.key());
                return rows(call, effect, scratch);
            } finally {
                scratch.drop(c);
            }
        } catch (SQLException | IOException e) {
            return new Finding.NotDone("%s: %s".formatted(scratch.target(), e.getMessage()), "");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Finding.Unsure("interrupted while restoring rows", "");
        }
    }

    private static String mark(Effect effect) {
        return effect.key().substring(0, 8);
    }

    private Finding rows(Call call, Effect effect, Swap scratch) throws SQLException {
        Target target = scratch.target();
        boolean committing = false;
        try (Connection from = target.at(scratch.fresh()).connect(effect.timeout());
                Connection to = target.connect(effect.timeout())) {
            from.setReadOnly(true);
            to.setAutoCommit(false);
            guard(to, effect);
            Table table = Table.of(to, call.text("table"));
            if (restores && Table.exists(to, table.beside(mark(effect)))) {
                return done(table, effect);
            }
            int most = call.whole("most", USUALLY);
            int copied = table.copy(from, call.text("where"), most, to);
            if (copied > most) {
                return new Finding.NotDone(
                        "the backup has more than %d such rows".formatted(most), "");
            }
            List<String> differences = table.differences(to);
            if (!restores) {
                to.rollback();
                return listed(table, copied, differences);
            }
            int rows = table.putBack(to, table.beside(mark(effect)));
            committing = true;
            to.commit();
            return new Finding.Done(
                    "%d rows of %s are as the backup has them; what was there is in %s\n%s"
                            .formatted(
                                    rows,
                                    table.name(),
                                    table.beside(mark(effect)),
                                    list(differences)),
                    Map.of("rows", Integer.toString(rows), "before", table.beside(mark(effect))));
        } catch (SQLException e) {
            if (committing) {
                return new Finding.Unsure("%s: %s".formatted(target, e.getMessage()), "");
            }
            throw e;
        }
    }

    private static Finding done(Table table, Effect effect) {
        String beside = table.beside(mark(effect));
        return new Finding.Done(
                "rows of %s were put back; what was there is in %s".formatted(table.name(), beside),
                Map.of("before", beside));
    }

    private static Finding listed(Table table, int looked, List<String> differences) {
        return new Finding.Done(
                "%d of %d rows of %s differ from the backup\n%s"
                        .formatted(differences.size(), looked, table.name(), list(differences)),
                Map.of("rows", Integer.toString(differences.size()), "list", list(differences)));
    }

    private static String list(List<String> differences) {
        String some = String.join("\n", differences.stream().limit(LISTED).toList());
        int left = differences.size() - LISTED;
        return left > 0 ? "%s\n… and %d more".formatted(some, left) : some;
    }

    /// Waits until a transaction of the same effect that still runs is over.
    private static void guard(Connection c, Effect effect) throws SQLException {
        try (Statement s = c.createStatement()) {
            s.execute("SET LOCAL lock_timeout = 5000");
            s.execute("SET LOCAL statement_timeout = %d".formatted(effect.timeout().toMillis()));
        }
        try (PreparedStatement s =
                c.prepareStatement("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))")) {
            s.setString(1, effect.key());
            s.execute();
        }
    }

    @Override
    public Finding observe(Call call, Effect effect) {
        if (!restores) {
            return new Finding.Unsure("it is repeated, not looked at", "");
        }
        Target target = Target.of(call);
        try (Connection c = target.connect(LOOK)) {
            c.setAutoCommit(false);
            guard(c, effect);
            Table table = Table.of(c, call.text("table"));
            return Table.exists(c, table.beside(mark(effect)))
                    ? done(table, effect)
                    : new Finding.NotDone(
                            "no rows of %s were put back".formatted(table.name()), "");
        } catch (SQLException e) {
            return new Finding.Unsure("%s: %s".formatted(target, e.getMessage()), "");
        }
    }
}
