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
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `postgres.verify-backup`: restores the newest backup of a folder that was not tried yet into a
/// scratch database, checks it there, drops the scratch, and notes beside the file that it is good.
/// Idempotent: nothing but the note is left.
public final class TrialRestore implements EffectAction {
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final String FOUND =
            "SELECT count(*) || ' tables, ' || pg_size_pretty(pg_database_size(current_database()))"
                    + " FROM pg_stat_user_tables";

    private final Tools tools;

    public TrialRestore(Tools tools) {
        this.tools = tools;
    }

    @Override
    public String name() {
        return "postgres.verify-backup";
    }

    @Override
    public List<ArgumentForm> arguments() {
        List<ArgumentForm> all = new ArrayList<>(Target.ARGUMENTS);
        all.add(ArgumentForm.needs("backups", ArgumentType.PATH));
        all.add(ArgumentForm.takes("check", ArgumentType.SQL));
        all.add(ArgumentForm.takes("expect", ArgumentType.TEXT));
        return all;
    }

    @Override
    public Set<String> outputs() {
        return Set.of("file");
    }

    @Override
    public boolean losesNothing() {
        return true;
    }

    @Override
    public String target(Call call) {
        return Target.name(call);
    }

    @Override
    public Preview plan(Call call) {
        Target target = Target.of(call);
        String folder = call.text("backups");
        Preview preview =
                Preview.of(
                        "restore the newest backup in %s that was not tried yet into a scratch database beside %s, check it and drop it again"
                                .formatted(call.shown("backups"), target),
                        Repeat.IDEMPOTENT,
                        Duration.ofSeconds(30));
        Optional<String> wrong = target.wrong(call).or(() -> Places.wrong(call.allowed(), folder));
        if (wrong.isPresent()) {
            return preview.hindered(List.of(wrong.get()));
        }
        try (Connection c = target.connect(LOOK)) {
            List<String> obstacles = new ArrayList<>();
            tools.unfit("pg_restore", c).ifPresent(obstacles::add);
            if (new Backups(Path.of(folder)).all().isEmpty()) {
                obstacles.add("there is no backup in " + folder);
            }
            return preview.hindered(obstacles);
        } catch (SQLException | IOException e) {
            return preview.hindered(List.of("%s: %s".formatted(target, e.getMessage())));
        }
    }

    @Override
    public Finding apply(Call call, Effect effect) {
        Path folder = Path.of(call.text("backups"));
        Swap scratch = new Swap(Target.of(call), effect.key().substring(0, 8));
        try (Connection c = scratch.maintenance()) {
            Optional<Backups.Backup> untried = new Backups(folder).untried();
            if (untried.isEmpty()) {
                return new Finding.Done("every backup was tried before");
            }
            try {
                return tried(call, effect, scratch, c, untried.get().file());
            } finally {
                scratch.drop(c);
            }
        } catch (SQLException | IOException e) {
            return new Finding.NotDone("not restored on trial: " + e.getMessage(), "");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Finding.Unsure("interrupted while restoring on trial", "");
        }
    }

    private Finding tried(Call call, Effect effect, Swap scratch, Connection c, Path file)
            throws SQLException, IOException, InterruptedException {
        Backups.Print print = Backups.print(file);
        scratch.prepare(c);
        Target fresh = scratch.target().at(scratch.fresh());
        new Filling(
                        tools,
                        Programs.marks(call.rollback(), effect),
                        effect.timeout(),
                        Likeness.superuser(c))
                .fill(file, fresh, Path.of(call.text("backups")), effect.key());
        Check check = Check.of(call);
        try (Connection s = fresh.connect(LOOK)) {
            String value = check.there() ? check.value(s) : check.expect();
            if (!value.equals(check.expect())) {
                return new Finding.NotDone(
                        "%s is no good backup: the check gave '%s', expected '%s'"
                                .formatted(file, value, check.expect()),
                        "");
            }
            String found = found(s);
            if (!Backups.print(file).equals(print)) {
                return new Finding.NotDone(
                        "%s was written anew while it was restored on trial".formatted(file), "");
            }
            Backups.verified(file, print, found, Instant.now());
            return new Finding.Done(
                    "%s was restored on trial: %s".formatted(file, found),
                    Map.of("file", file.toString()));
        }
    }

    private static String found(Connection c) throws SQLException {
        try (Statement s = c.createStatement();
                ResultSet r = s.executeQuery(FOUND)) {
            return r.next() ? String.valueOf(r.getString(1)) : "nothing";
        }
    }

    @Override
    public Finding observe(Call call, Effect effect) {
        return new Finding.Unsure("it is repeated, not looked at", "");
    }
}
