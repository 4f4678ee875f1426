package dev.holdfast.executor.io.settings;

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
import dev.holdfast.executor.io.place.Bench;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `environment.set`: sets variables back in a file of `NAME=value` lines (.env of Compose, of PM2, of
/// systemd), in one rename; owner and rights of the file stay. Checkable by the file. What stood
/// there before is kept beside it, readable by its owner only, and undo puts it back.
public final class EnvironmentSet implements UndoableAction {
    private final Bench bench;

    public EnvironmentSet(Bench bench) {
        this.bench = bench;
    }

    @Override
    public String name() {
        return "environment.set";
    }

    @Override
    public List<ArgumentForm> arguments() {
        return Bench.placed(
                List.of(
                        ArgumentForm.needs("file", ArgumentType.PATH),
                        ArgumentForm.takes("values", ArgumentType.TABLE),
                        ArgumentForm.takes("remove", ArgumentType.TEXTS)));
    }

    @Override
    public Map<String, String> wrong(Map<String, Form> with) {
        Form values = with.get("values");
        if (values == null && !with.containsKey("remove")) {
            return Map.of("values", "environment.set needs 'values' or 'remove'");
        }
        boolean bad =
                values != null
                        && values.table().keySet().stream().anyMatch(n -> !n.matches(EnvFile.NAME));
        return bad ? Map.of("values", "a variable's name is letters, digits and '_'") : Map.of();
    }

    @Override
    public String target(Call call) {
        return "file " + call.shown("file");
    }

    private static String folder(Call call) {
        String file = call.text("file");
        return file.substring(0, Math.max(1, file.lastIndexOf('/')));
    }

    private static String leaf(Call call) {
        String file = call.text("file");
        return file.substring(file.lastIndexOf('/') + 1);
    }

    /// The same for doing and undoing.
    private static String kept(Call call) {
        String step = call.step().replace(" (undo)", "");
        return "." + leaf(call) + ".before-" + EventId.of(call.rollback(), step).substring(0, 13);
    }

    private EnvFile read(Call call, String name) throws IOException, InterruptedException {
        return EnvFile.of(bench.ask(call, folder(call), List.of("cat", "./" + name)));
    }

    @Override
    public Preview plan(Call call) {
        Preview preview =
                Preview.of(
                        "set %s and remove %s in %s"
                                .formatted(
                                        call.with().containsKey("values")
                                                ? call.with().get("values").shown()
                                                : "nothing",
                                        call.texts("remove"),
                                        call.shown("file")),
                        Repeat.CHECKABLE,
                        Duration.ofMillis(200));
        List<String> obstacles = bench.obstacles(call, "dd", List.of(call.text("file")));
        call.table("values").values().stream()
                .filter(v -> v.chars().anyMatch(Character::isISOControl))
                .forEach(_ ->
                        obstacles.add("a value holds a line break or another control character"));
        if (!obstacles.isEmpty()) {
            return preview.hindered(obstacles);
        }
        return Bench.looked(
                preview,
                call.shown("file"),
                () -> {
                    EnvFile now = read(call, leaf(call));
                    return preview.moving(
                            Map.of(call.shown("file"), now.digest()),
                            Map.of(call.shown("file"), wanted(call, now).digest()));
                });
    }

    private static EnvFile wanted(Call call, EnvFile now) {
        return now.with(call.table("values"), gone(call));
    }

    private static Set<String> gone(Call call) {
        return new HashSet<>(call.texts("remove"));
    }

    @Override
    public Finding apply(Call call, Effect effect) {
        return Bench.handled(
                effect,
                () -> {
                    EnvFile now = read(call, leaf(call));
                    if (now.holds(call.table("values"), gone(call))) {
                        return new Finding.Done("it was so already");
                    }
                    String before = call.rests().getOrDefault(call.shown("file"), "");
                    if (!now.digest().equals(before)) {
                        return new Finding.NotDone(
                                "%s was changed since it was planned".formatted(call.shown("file")),
                                "");
                    }
                    var _ = copy(call, "./" + leaf(call), "./" + kept(call), effect);
                    return replaced(call, wanted(call, now), effect);
                });
    }

    private String copy(Call call, String from, String to, Effect effect)
            throws IOException, InterruptedException {
        return bench.run(
                call,
                folder(call),
                List.of("cp", "--preserve=mode,ownership", "--no-dereference", "--", from, to),
                effect);
    }

    /// A copy keeps rights and owner; it gets the new content, and then the name.
    private Finding replaced(Call call, EnvFile wanted, Effect effect)
            throws IOException, InterruptedException {
        String fresh = "." + leaf(call) + ".new-" + effect.key().substring(0, 13);
        var _ = copy(call, "./" + leaf(call), "./" + fresh, effect);
        bench.write(call, folder(call), fresh, wanted.text(), effect);
        var _ =
                bench.run(
                        call,
                        folder(call),
                        List.of("mv", "-f", "--", "./" + fresh, "./" + leaf(call)),
                        effect);
        return new Finding.Done("%s is %s".formatted(call.shown("file"), wanted.digest()));
    }

    @Override
    public Finding observe(Call call, Effect effect) {
        return Bench.handled(
                effect,
                () ->
                        read(call, leaf(call)).holds(call.table("values"), gone(call))
                                ? new Finding.Done("the file says so")
                                : new Finding.NotDone("the file says something else", ""));
    }

    @Override
    public Finding undo(Call call, Effect effect) {
        return Bench.handled(effect, () -> replaced(call, read(call, kept(call)), effect));
    }

    @Override
    public Finding observeUndo(Call call, Effect effect) {
        return Bench.handled(
                effect,
                () -> {
                    String before = call.rests().getOrDefault(call.shown("file"), "");
                    return read(call, leaf(call)).digest().equals(before)
                            ? new Finding.Done("the file is as it was")
                            : new Finding.NotDone("the file is another than it was", "");
                });
    }
}
