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

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// `migration.undo`: runs the undo scripts of every migration after `to`, newest first, and keeps the
/// tool's history right: each script and the row that it takes back are one transaction. Checkable
/// by the history. Flyway's own undo is a paid edition and Drizzle has none; the scripts are the
/// team's (`U5__name.sql`, `0005_name.down.sql`, …).
public final class MigrationUndo implements EffectAction {
    private static final Duration LOOK = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "migration.undo";
    }

    @Override
    public List<ArgumentForm> arguments() {
        List<ArgumentForm> all = new ArrayList<>(Target.ARGUMENTS);
        all.add(new ArgumentForm("tool", ArgumentType.TEXT, true, List.of(History.NAMES)));
        all.add(ArgumentForm.needs("scripts", ArgumentType.PATH));
        all.add(ArgumentForm.needs("to", ArgumentType.TEXT));
        all.add(ArgumentForm.takes("lock-timeout", ArgumentType.DURATION));
        all.add(ArgumentForm.takes("loses-data", ArgumentType.TEXT));
        return all;
    }

    @Override
    public String target(Call call) {
        return Target.name(call);
    }

    private static UndoScripts scripts(Call call) {
        return new UndoScripts(
                History.named(call.text("tool")), java.nio.file.Path.of(call.text("scripts")));
    }

    @Override
    public Preview plan(Call call) {
        Target target = Target.of(call);
        String to = call.text("to");
        Preview preview =
                Preview.of(
                        "undo the migrations of %s after %s".formatted(target, to),
                        Repeat.CHECKABLE,
                        Duration.ofSeconds(5));
        Optional<String> wrong =
                target.wrong(call)
                        .or(() -> Places.wrong(call.allowed(), call.text("scripts") + "/x"));
        if (wrong.isPresent()) {
            return preview.hindered(List.of(wrong.get()));
        }
        try (Connection c = target.connect(LOOK)) {
            History history = History.named(call.text("tool"));
            List<String> applied = history.applied(c);
            List<String> later = History.after(applied, to);
            UndoScripts scripts = scripts(call);
            List<String> obstacles = new ArrayList<>();
            Map<String, String> rests = new TreeMap<>();
            rests.put("applied of " + target, String.join(",", applied));
            for (String version : later) {
                scripts.wrong(version).ifPresent(obstacles::add);
                rests.put("undo script of " + version, scripts.digest(version));
            }
            String does = "undo %s of %s, newest first".formatted(later, target);
            return new Preview(
                    does,
                    preview.repeat(),
                    preview.manner(),
                    lost(call, scripts, later),
                    rests,
                    Map.of("applied of " + target, "up to " + to),
                    preview.expected(),
                    preview.downtime(),
                    List.of(),
                    obstacles);
        } catch (SQLException e) {
            return preview.hindered(List.of("%s: %s".formatted(target, e.getMessage())));
        } catch (IOException e) {
            return preview.hindered(List.of(String.valueOf(e.getMessage())));
        }
    }

    private static @Nullable String lost(Call call, UndoScripts scripts, List<String> later)
            throws IOException {
        Optional<String> said = call.optional("loses-data");
        if (said.isPresent()) {
            return said.get().equals("nothing") ? null : said.get();
        }
        List<String> taking = new ArrayList<>();
        for (String version : later) {
            if (scripts.takesAway(version)) {
                taking.add(version);
            }
        }
        return taking.isEmpty()
                ? null
                : "what the undo scripts of %s drop or delete".formatted(taking);
    }

    @Override
    public Finding apply(Call call, Effect effect) {
        Target target = Target.of(call);
        String doing = "";
        boolean committing = false;
        try (Connection c = target.connect(effect.timeout())) {
            c.setAutoCommit(false);
            History history = History.named(call.text("tool"));
            UndoScripts scripts = scripts(call);
            List<String> done = new ArrayList<>();
            for (String version : later(c, history, call)) {
                doing = version;
                committing = false;
                guard(c, call, effect);
                // Again under the lock: somebody else may have undone it.
                if (!history.applied(c).contains(version)) {
                    c.rollback();
                    continue;
                }
                scripts.same(version, call.rests().get("undo script of " + version));
                try (Statement s = c.createStatement()) {
                    s.execute(scripts.text(version));
                }
                history.forget(c, version);
                committing = true;
                c.commit();
                done.add(version);
            }
            return new Finding.Done("undone %s on %s".formatted(done, target));
        } catch (SQLException | IOException e) {
            String why = "%s, migration %s: %s".formatted(target, doing, e.getMessage());
            return committing ? new Finding.Unsure(why, "") : new Finding.NotDone(why, "");
        }
    }

    private static List<String> later(Connection c, History history, Call call)
            throws SQLException {
        List<String> later = History.after(history.applied(c), call.text("to"));
        c.rollback();
        return later;
    }

    /// One at a time, also against the tool itself where it locks its history table.
    private static void guard(Connection c, Call call, Effect effect) throws SQLException {
        Duration lock = call.duration("lock-timeout", Duration.ofSeconds(5));
        try (Statement s = c.createStatement()) {
            s.execute("SET LOCAL lock_timeout = %d".formatted(lock.toMillis()));
            s.execute("SET LOCAL statement_timeout = %d".formatted(effect.timeout().toMillis()));
            s.execute(
                    "LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE"
                            .formatted(History.named(call.text("tool")).table()));
        }
        try (PreparedStatement s =
                c.prepareStatement("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))")) {
            s.setString(1, "migration.undo");
            s.execute();
        }
    }

    @Override
    public Finding observe(Call call, Effect effect) {
        Target target = Target.of(call);
        try (Connection c = target.connect(LOOK)) {
            List<String> applied = History.named(call.text("tool")).applied(c);
            List<String> later = History.after(applied, call.text("to"));
            return later.isEmpty()
                    ? new Finding.Done("%s is at %s".formatted(target, call.text("to")))
                    : new Finding.NotDone("%s has %s still".formatted(target, later), "");
        } catch (SQLException e) {
            return new Finding.Unsure("%s: %s".formatted(target, e.getMessage()), "");
        }
    }
}
