package dev.holdfast.executor.io.postgres;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.flow.EffectAction;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// `postgres.sql`: statements in one transaction, with a check inside it: when the check does not
/// hold after them, nothing is kept. With a check it is checkable, and one that holds already keeps
/// the statements from being run at all; a lock on the effect's key keeps two executors apart.
public final class SqlAction implements EffectAction {
    private static final Pattern TAKES_AWAY =
            Pattern.compile("\\b(delete|drop|truncate|update)\\b", Pattern.CASE_INSENSITIVE);
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final String NOTHING = "nothing";

    @Override
    public String name() {
        return "postgres.sql";
    }

    @Override
    public List<ArgumentForm> arguments() {
        List<ArgumentForm> all = new ArrayList<>(Target.ARGUMENTS);
        all.add(ArgumentForm.needs("sql", ArgumentType.SQL));
        all.add(ArgumentForm.takes("parameters", ArgumentType.TEXTS));
        all.add(ArgumentForm.takes("check", ArgumentType.SQL));
        all.add(ArgumentForm.takes("expect", ArgumentType.TEXT));
        all.add(ArgumentForm.takes("lock-timeout", ArgumentType.DURATION));
        all.add(ArgumentForm.choice("repeat", "idempotent", "checkable", "manual"));
        all.add(ArgumentForm.takes("loses-data", ArgumentType.TEXT));
        return all;
    }

    @Override
    public Map<String, String> wrong(Map<String, dev.holdfast.executor.domain.words.Form> with) {
        var repeat = with.get("repeat");
        boolean checkable = repeat != null && repeat.items().getFirst().text().equals("checkable");
        return checkable && !with.containsKey("check")
                ? Map.of("repeat", "checkable needs `check`, a query that shows whether it is done")
                : Map.of();
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
                                "on %s in one transaction: %s".formatted(target, call.shown("sql")),
                                repeat(call),
                                Duration.ofSeconds(1))
                        .losing(lost(call, target));
        Optional<String> wrong = target.wrong(call);
        if (wrong.isPresent()) {
            return preview.hindered(List.of(wrong.get()));
        }
        try (Connection c = target.connect(LOOK)) {
            Check check = Check.of(call);
            if (!check.there()) {
                return preview;
            }
            c.setReadOnly(true);
            String now = check.value(c);
            return preview.moving(
                    Map.of("check on " + target, now),
                    Map.of("check on " + target, check.expect()));
        } catch (SQLException e) {
            return preview.hindered(List.of("%s: %s".formatted(target, e.getMessage())));
        }
    }

    private static Repeat repeat(Call call) {
        return switch (call.text("repeat", "")) {
            case "idempotent" -> Repeat.IDEMPOTENT;
            case "manual" -> Repeat.MANUAL;
            default -> call.has("check") ? Repeat.CHECKABLE : Repeat.MANUAL;
        };
    }

    private static @Nullable String lost(Call call, Target target) {
        Optional<String> said = call.optional("loses-data");
        if (said.isPresent()) {
            return said.get().equals(NOTHING) ? null : said.get();
        }
        return TAKES_AWAY.matcher(call.shown("sql")).find()
                ? "rows that step '%s' changes or deletes in %s".formatted(call.step(), target)
                : null;
    }

    @Override
    public Finding apply(Call call, Effect effect) {
        Target target = Target.of(call);
        Optional<String> wrong = target.wrong(call);
        if (wrong.isPresent()) {
            return new Finding.NotDone(wrong.get(), "");
        }
        boolean committing = false;
        try (Connection c = target.connect(effect.timeout())) {
            c.setAutoCommit(false);
            guard(c, call, effect);
            Check check = Check.of(call);
            if (check.there() && check.holds(c)) {
                return new Finding.Done("the check held already: " + check.sql());
            }
            int rows = execute(c, call);
            if (check.there()) {
                String value = check.value(c);
                if (!value.equals(check.expect())) {
                    c.rollback();
                    return new Finding.NotDone(
                            "the check gave '%s', expected '%s'; nothing was kept"
                                    .formatted(value, check.expect()),
                            check.sql());
                }
            }
            committing = true;
            c.commit();
            return new Finding.Done("%d rows changed on %s".formatted(rows, target));
        } catch (SQLException e) {
            String reason = "%s: %s".formatted(target, e.getMessage());
            return committing ? new Finding.Unsure(reason, "") : new Finding.NotDone(reason, "");
        }
    }

    private static void guard(Connection c, Call call, Effect effect) throws SQLException {
        Duration lock = call.duration("lock-timeout", Duration.ofSeconds(5));
        try (Statement s = c.createStatement()) {
            s.execute("SET LOCAL lock_timeout = %d".formatted(lock.toMillis()));
            s.execute("SET LOCAL statement_timeout = %d".formatted(effect.timeout().toMillis()));
        }
        try (PreparedStatement s =
                c.prepareStatement("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))")) {
            s.setString(1, effect.key());
            s.execute();
        }
    }

    private static int execute(Connection c, Call call) throws SQLException {
        List<String> parameters = call.texts("parameters");
        if (parameters.isEmpty()) {
            try (Statement s = c.createStatement()) {
                s.execute(call.text("sql"));
                return Math.max(0, s.getUpdateCount());
            }
        }
        try (PreparedStatement s = c.prepareStatement(call.text("sql"))) {
            for (int i = 0; i < parameters.size(); i++) {
                s.setString(i + 1, parameters.get(i));
            }
            s.execute();
            return Math.max(0, s.getUpdateCount());
        }
    }

    @Override
    public Finding observe(Call call, Effect effect) {
        Target target = Target.of(call);
        Check check = Check.of(call);
        if (!check.there()) {
            return new Finding.Unsure("there is no check to look with", "");
        }
        try (Connection c = target.connect(LOOK)) {
            c.setAutoCommit(false);
            // Waits until a transaction of the same effect that still runs is over.
            guard(c, call, effect);
            String value = check.value(c);
            c.rollback();
            return value.equals(check.expect())
                    ? new Finding.Done("the check gives '%s'".formatted(value))
                    : new Finding.NotDone(
                            "the check gives '%s', expected '%s'".formatted(value, check.expect()),
                            "");
        } catch (SQLException e) {
            return new Finding.Unsure("%s: %s".formatted(target, e.getMessage()), "");
        }
    }
}
