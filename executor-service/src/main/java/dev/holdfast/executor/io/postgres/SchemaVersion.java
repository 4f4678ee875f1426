package dev.holdfast.executor.io.postgres;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.flow.EffectAction;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `postgres.schema-version`: which migration was applied last, by the tool's own history. Only
/// looks; with `expect` it fails when it is another.
public final class SchemaVersion implements EffectAction {
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final String NONE = "(none)";

    @Override
    public String name() {
        return "postgres.schema-version";
    }

    @Override
    public List<ArgumentForm> arguments() {
        List<ArgumentForm> all = new ArrayList<>(Target.ARGUMENTS);
        all.add(new ArgumentForm("tool", ArgumentType.TEXT, true, List.of(History.NAMES)));
        all.add(ArgumentForm.takes("expect", ArgumentType.TEXT));
        return all;
    }

    @Override
    public Set<String> outputs() {
        return Set.of("version");
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
                        "look which migration of %s %s has".formatted(call.text("tool"), target),
                        Repeat.IDEMPOTENT,
                        Duration.ofMillis(100));
        Optional<String> wrong = target.wrong(call);
        return wrong.isPresent() ? preview.hindered(List.of(wrong.get())) : preview;
    }

    @Override
    public Finding apply(Call call, Effect effect) {
        Target target = Target.of(call);
        try (Connection c = target.connect(LOOK)) {
            List<String> applied = History.named(call.text("tool")).applied(c);
            String version = applied.isEmpty() ? NONE : applied.getLast();
            String expect = call.text("expect", version);
            String found = "%s is at %s".formatted(target, version);
            return version.equals(expect)
                    ? new Finding.Done(found, Map.of("version", version))
                    : new Finding.NotDone("%s, expected %s".formatted(found, expect), "");
        } catch (SQLException e) {
            return new Finding.NotDone("%s: %s".formatted(target, e.getMessage()), "");
        }
    }

    @Override
    public Finding observe(Call call, Effect effect) {
        return apply(call, effect);
    }
}
