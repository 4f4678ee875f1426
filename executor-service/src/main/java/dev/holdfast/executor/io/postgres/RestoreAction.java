package dev.holdfast.executor.io.postgres;

import dev.holdfast.backbone.events.EventId;
import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.domain.words.Form;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.flow.UndoableAction;
import dev.holdfast.executor.io.place.Places;
import dev.holdfast.executor.io.process.Programs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// `postgres.restore`: a safety backup first, verified; then the backup is restored beside the
/// database, checked there, and put in its place by renaming. The old database stays under the name
/// `NAME_before_xxxxxxxx`, and undoing brings it back. Checkable by those names.
public final class RestoreAction implements UndoableAction {
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final String CHOSEN = "chosen backup";

    private final Tools tools;

    public RestoreAction(Tools tools) {
        this.tools = tools;
    }

    @Override
    public String name() {
        return "postgres.restore";
    }

    @Override
    public List<ArgumentForm> arguments() {
        List<ArgumentForm> all = new ArrayList<>(Target.ARGUMENTS);
        all.add(ArgumentForm.takes("backup", ArgumentType.PATH));
        all.add(ArgumentForm.takes("backups", ArgumentType.PATH));
        all.add(ArgumentForm.takes("before", ArgumentType.TEXT));
        all.add(ArgumentForm.needs("safety", ArgumentType.PATH));
        all.add(ArgumentForm.takes("check", ArgumentType.SQL));
        all.add(ArgumentForm.takes("expect", ArgumentType.TEXT));
        return all;
    }

    @Override
    public Map<String, String> wrong(Map<String, Form> with) {
        if (with.containsKey("backup") == with.containsKey("backups")) {
            return Map.of("backup", "name either `backup`, a file, or `backups`, a folder of them");
        }
        Form before = with.get("before");
        boolean odd =
                before != null
                        && before.items().getFirst().plain()
                        && moment(before.items().getFirst().text()).isEmpty();
        return odd || (before != null && with.containsKey("backup"))
                ? Map.of("before", "a moment such as 2026-11-20T10:00:00Z, with `backups`")
                : Map.of();
    }

    private static Optional<Instant> moment(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    @Override
    public Set<String> outputs() {
        return Set.of("safety", "before");
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
                                "back up %s into %s, restore %s beside it, then swap them"
                                        .formatted(
                                                target,
                                                call.text("safety"),
                                                call.has("backup")
                                                        ? call.shown("backup")
                                                        : "the newest good backup of "
                                                                + call.shown("backups")),
                                Repeat.CHECKABLE,
                                Duration.ofSeconds(30))
                        .losing("everything written to %s since the backup".formatted(target))
                        .down(Duration.ofSeconds(2));
        Optional<String> wrong =
                target.wrong(call).or(() -> Places.wrong(call.allowed(), call.text("safety")));
        if (wrong.isPresent()) {
            return preview.hindered(List.of(wrong.get()));
        }
        try (Connection c = target.connect(LOOK)) {
            List<String> obstacles = new ArrayList<>();
            tools.unfit("pg_dump", c).ifPresent(obstacles::add);
            Room.lacking(c, Path.of(call.text("safety"))).ifPresent(obstacles::add);
            List<String> unchecked = new ArrayList<>();
            if (!Likeness.superuser(c)) {
                unchecked.add(
                        "who owns what in the restored database: %s is no superuser, so all of it"
                                        .formatted(call.shown("user"))
                                + " will belong to that role");
            }
            return backup(call, target, preview.unchecked(unchecked), obstacles);
        } catch (SQLException e) {
            return preview.hindered(List.of("%s: %s".formatted(target, e.getMessage())));
        } catch (IOException e) {
            return preview.hindered(List.of(String.valueOf(e.getMessage())));
        }
    }

    private Preview backup(Call call, Target target, Preview preview, List<String> obstacles)
            throws IOException {
        String lost = "everything written to %s since the backup".formatted(target);
        if (call.has("backups")) {
            return newest(call, target, preview.losing(lost), obstacles);
        }
        if (!call.known("backup")) {
            return preview.losing(lost + ", which an earlier step takes")
                    .unchecked(
                            Stream.concat(
                                            preview.unchecked().stream(),
                                            Stream.of("the backup, which an earlier step takes"))
                                    .toList())
                    .hindered(obstacles);
        }
        return from(Path.of(call.text("backup")), call, target, preview, obstacles);
    }

    /// Of those that were restored on trial and found good, the newest from before the damage.
    private Preview newest(Call call, Target target, Preview preview, List<String> obstacles)
            throws IOException {
        Path folder = Path.of(call.text("backups"));
        Places.wrong(call.allowed(), folder.toString()).ifPresent(obstacles::add);
        Optional<Instant> before =
                call.has("before") ? moment(call.text("before")) : Optional.of(Instant.MAX);
        if (before.isEmpty()) {
            obstacles.add(
                    "'%s' is no moment such as 2026-11-20T10:00:00Z"
                            .formatted(call.shown("before")));
        }
        if (!obstacles.isEmpty()) {
            return preview.hindered(obstacles);
        }
        Optional<Backups.Backup> good = new Backups(folder).good(before.orElseThrow());
        if (good.isEmpty()) {
            obstacles.add(
                    "no backup in %s%s was restored on trial and found good: postgres.verify-backup does that"
                            .formatted(
                                    folder,
                                    call.has("before") ? " from before " + before.get() : ""));
            return preview.hindered(obstacles);
        }
        Preview chosen = from(good.get().file(), call, target, preview, obstacles);
        Map<String, String> rests = new TreeMap<>(chosen.rests());
        rests.put(CHOSEN, good.get().file().toString());
        return chosen.moving(rests, chosen.leaves());
    }

    private Preview from(
            Path file, Call call, Target target, Preview preview, List<String> obstacles)
            throws IOException {
        String lost = "everything written to %s since the backup".formatted(target);
        Places.wrong(call.allowed(), file.toString()).ifPresent(obstacles::add);
        tools.untrusted(file).ifPresent(obstacles::add);
        if (!Files.exists(file)) {
            return preview.losing(lost).hindered(obstacles);
        }
        String taken = Backups.taken(file).toString();
        return preview.losing(lost + " of " + taken)
                .moving(
                        Map.of(file.toString(), Files.size(file) + " bytes of " + taken),
                        Map.of(target.toString(), "as of " + taken))
                .hindered(obstacles);
    }

    private static Swap swap(Call call) {
        return new Swap(Target.of(call), mark(call));
    }

    /// The same for doing and undoing: it belongs to the rollback, not to the attempt.
    private static String mark(Call call) {
        return EventId.of(call.rollback()).substring(0, 8);
    }

    @Override
    public Finding apply(Call call, Effect effect) {
        Swap swap = swap(call);
        boolean swapping = false;
        try (Connection c = swap.maintenance()) {
            if (swap.exists(c, swap.before())) {
                return done(swap, "was swapped before");
            }
            swap.prepare(c);
            Path safety =
                    new Dump(tools, Target.of(call), Path.of(call.text("safety")), false)
                            .take(call.rollback(), effect);
            restore(call, effect, swap, Likeness.superuser(c));
            Likeness.dress(c, swap.fresh(), swap.target().database());
            Optional<String> misfit = misfit(call, swap);
            if (misfit.isPresent()) {
                return new Finding.NotDone(misfit.get() + "; nothing was swapped", "");
            }
            swapping = true;
            swap.rename(c, swap.target().database(), swap.before(), swap.fresh());
            return new Finding.Done(
                    "restored from %s; the old database is %s, its safety backup %s"
                            .formatted(chosen(call), swap.before(), safety),
                    Map.of("before", swap.before(), "safety", safety.toString()));
        } catch (SQLException | IOException e) {
            String reason = "not restored: " + e.getMessage();
            return swapping ? new Finding.Unsure(reason, "") : new Finding.NotDone(reason, "");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Finding.Unsure("interrupted while restoring", "");
        }
    }

    /// @param owners whether objects may be given to their owners
    private void restore(Call call, Effect effect, Swap swap, boolean owners)
            throws IOException, InterruptedException {
        Path backup = chosen(call);
        Optional<String> wrong = Places.wrong(call.allowed(), backup.toString());
        if (wrong.isPresent()) {
            throw new IOException(wrong.get());
        }
        if (call.has("backups") && !Backups.same(backup)) {
            throw new IOException(backup + " is not the file that was restored on trial");
        }
        new Filling(tools, Programs.marks(call.rollback(), effect), effect.timeout(), owners)
                .fill(
                        backup,
                        swap.target().at(swap.fresh()),
                        Path.of(call.text("safety")),
                        effect.key());
    }

    /// The one that the runbook names, or that the plan has chosen.
    private static Path chosen(Call call) {
        return Path.of(
                call.has("backups") ? call.rests().getOrDefault(CHOSEN, "") : call.text("backup"));
    }

    private static Optional<String> misfit(Call call, Swap swap) throws SQLException {
        Check check = Check.of(call);
        if (!check.there()) {
            return Optional.empty();
        }
        try (Connection c = swap.target().at(swap.fresh()).connect(LOOK)) {
            String value = check.value(c);
            return value.equals(check.expect())
                    ? Optional.empty()
                    : Optional.of(
                            "the check on the restored database gave '%s', expected '%s'"
                                    .formatted(value, check.expect()));
        }
    }

    private static Finding done(Swap swap, String how) {
        return new Finding.Done(
                "%s %s; the old database is %s".formatted(swap.target(), how, swap.before()),
                Map.of("before", swap.before()));
    }

    @Override
    public Finding observe(Call call, Effect effect) {
        Swap swap = swap(call);
        try (Connection c = swap.maintenance()) {
            boolean swapped =
                    swap.exists(c, swap.before()) && swap.exists(c, swap.target().database());
            return swapped
                    ? done(swap, "is swapped")
                    : new Finding.NotDone("there is no database " + swap.before(), "");
        } catch (SQLException e) {
            return new Finding.Unsure("%s: %s".formatted(swap.target(), e.getMessage()), "");
        }
    }

    @Override
    public Finding undo(Call call, Effect effect) {
        Swap swap = swap(call);
        try (Connection c = swap.maintenance()) {
            if (swap.exists(c, swap.undone())) {
                return new Finding.Done("%s was brought back before".formatted(swap.target()));
            }
            if (!swap.exists(c, swap.before())) {
                return new Finding.NotDone("there is no database " + swap.before(), "");
            }
            swap.rename(c, swap.target().database(), swap.undone(), swap.before());
            return new Finding.Done(
                    "%s is the old database again; the restored one is %s"
                            .formatted(swap.target(), swap.undone()));
        } catch (SQLException e) {
            return new Finding.Unsure("not brought back: " + e.getMessage(), "");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Finding.Unsure("interrupted while bringing back", "");
        }
    }

    @Override
    public Finding observeUndo(Call call, Effect effect) {
        Swap swap = swap(call);
        try (Connection c = swap.maintenance()) {
            return swap.exists(c, swap.undone()) && !swap.exists(c, swap.before())
                    ? new Finding.Done(swap.undone() + " is there")
                    : new Finding.NotDone("there is no database " + swap.undone(), "");
        } catch (SQLException e) {
            return new Finding.Unsure("%s: %s".formatted(swap.target(), e.getMessage()), "");
        }
    }
}
