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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `postgres.backup`: pg_dump into a folder, verified before the file gets its name. Checkable: the
/// file of this effect is there and can be read.
public final class BackupAction implements EffectAction {
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final Tools tools;

    public BackupAction(Tools tools) {
        this.tools = tools;
    }

    @Override
    public String name() {
        return "postgres.backup";
    }

    @Override
    public List<ArgumentForm> arguments() {
        List<ArgumentForm> all = new ArrayList<>(Target.ARGUMENTS);
        all.add(ArgumentForm.needs("to", ArgumentType.PATH));
        all.add(ArgumentForm.choice("format", "custom", "plain"));
        return all;
    }

    @Override
    public Set<String> outputs() {
        return Set.of("file");
    }

    @Override
    public String target(Call call) {
        return Target.name(call);
    }

    private Dump dump(Call call) {
        return new Dump(
                tools,
                Target.of(call),
                Path.of(call.text("to")),
                call.text("format", "custom").equals("plain"));
    }

    @Override
    public Preview plan(Call call) {
        Target target = Target.of(call);
        String folder = call.text("to");
        Preview preview =
                Preview.of(
                        "back up %s into %s".formatted(target, folder),
                        Repeat.CHECKABLE,
                        Duration.ofSeconds(10));
        Optional<String> wrong = target.wrong(call).or(() -> Places.wrong(call.allowed(), folder));
        if (wrong.isPresent()) {
            return preview.hindered(List.of(wrong.get()));
        }
        try (Connection c = target.connect(LOOK)) {
            List<String> obstacles = new ArrayList<>();
            tools.unfit("pg_dump", c).ifPresent(obstacles::add);
            Room.lacking(c, Path.of(folder)).ifPresent(obstacles::add);
            return preview.hindered(obstacles);
        } catch (SQLException e) {
            return preview.hindered(List.of("%s: %s".formatted(target, e.getMessage())));
        }
    }

    @Override
    public Finding apply(Call call, Effect effect) {
        try {
            Path file = dump(call).take(call.rollback(), effect);
            return new Finding.Done(
                    "backed up and verified: %s, %d bytes".formatted(file, Files.size(file)),
                    Map.of("file", file.toString()));
        } catch (IOException e) {
            return new Finding.NotDone("no backup: " + e.getMessage(), "");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Finding.Unsure("interrupted while backing up", "");
        }
    }

    @Override
    public Finding observe(Call call, Effect effect) {
        Path file = dump(call).file(effect);
        return tools.untrusted(file)
                .<Finding>map(why -> new Finding.NotDone(why, ""))
                .orElseGet(() ->
                        new Finding.Done(
                                file + " is there and readable", Map.of("file", file.toString())));
    }
}
