package dev.holdfast.executor.io.pm2;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.flow.EffectAction;
import dev.holdfast.executor.io.place.Bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `pm2.restart`, `pm2.reload`, `pm2.start`, `pm2.stop`. `start` begins anew from a release folder: a
/// process of that name is taken away first. The effect's key stands in the process's environment, so
/// looking tells who started it: checkable. With `save` the list survives a restart of the machine.
public final class Pm2Action implements EffectAction {
    private static final long PAUSE_MILLIS = 200;

    /// A process that has lived so long counts as started.
    private static final long SETTLED_MILLIS = 1_000;

    /// What is to become of the process.
    private enum Deed {
        RESTART,
        RELOAD,
        START,
        STOP
    }

    private final Bench bench;
    private final Deed deed;

    private Pm2Action(Bench bench, Deed deed) {
        this.bench = bench;
        this.deed = deed;
    }

    /// One action a deed.
    public static List<Pm2Action> all(Bench bench) {
        return java.util.Arrays.stream(Deed.values()).map(d -> new Pm2Action(bench, d)).toList();
    }

    private String word() {
        return deed.name().toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public String name() {
        return "pm2." + word();
    }

    @Override
    public List<ArgumentForm> arguments() {
        List<ArgumentForm> own = new ArrayList<>(Pm2.ARGUMENTS);
        if (deed == Deed.START) {
            own.add(ArgumentForm.needs("folder", ArgumentType.PATH));
            own.add(ArgumentForm.needs("script", ArgumentType.TEXT));
            own.add(ArgumentForm.takes("args", ArgumentType.TEXTS));
        }
        if (deed != Deed.STOP) {
            own.add(ArgumentForm.takes("env", ArgumentType.TABLE));
        }
        own.add(ArgumentForm.takes("save", ArgumentType.FLAG));
        return Bench.placed(own);
    }

    @Override
    public String target(Call call) {
        return "pm2 " + call.scope().key();
    }

    @Override
    public boolean losesNothing() {
        return true;
    }

    @Override
    public Preview plan(Call call) {
        Pm2 pm2 = new Pm2(bench, call);
        String folder = call.text("folder", "");
        Preview preview =
                Preview.of(
                                "%s %s%s"
                                        .formatted(
                                                word(),
                                                pm2,
                                                folder.isEmpty() ? "" : " in " + folder),
                                Repeat.CHECKABLE,
                                Duration.ofSeconds(3))
                        .down(Duration.ofSeconds(deed == Deed.RELOAD || deed == Deed.STOP ? 0 : 2));
        List<String> obstacles = pm2.obstacles(folder.isEmpty() ? List.of() : List.of(folder));
        if (call.text("script", "x").startsWith("-")) {
            obstacles.add(
                    "the script '%s' would be read as an option".formatted(call.text("script")));
        }
        if (!obstacles.isEmpty()) {
            return preview.hindered(obstacles);
        }
        return Bench.looked(
                preview,
                pm2.toString(),
                () -> {
                    if (deed != Deed.START && pm2.instances().isEmpty()) {
                        obstacles.add("pm2 knows no process '%s'".formatted(call.text("name")));
                    }
                    boolean there =
                            folder.isEmpty()
                                    || bench.ended(
                                                            call,
                                                            folder,
                                                            List.of(
                                                                    "test",
                                                                    "-e",
                                                                    call.text("script")))
                                                    .code()
                                            == 0;
                    if (!there) {
                        obstacles.add("%s/%s is not there".formatted(folder, call.text("script")));
                    }
                    return preview.hindered(obstacles);
                });
    }

    @Override
    public Finding apply(Call call, Effect effect) {
        return Bench.handled(
                effect,
                () -> {
                    Pm2 pm2 = new Pm2(bench, call);
                    String name = call.text("name");
                    String output =
                            switch (deed) {
                                case RESTART, RELOAD ->
                                        pm2.run(
                                                effect,
                                                pm2.environment(),
                                                List.of(word(), name, "--update-env"));
                                case STOP -> pm2.run(effect, Map.of(), List.of("stop", name));
                                case START -> anew(pm2, name, effect);
                            };
                    Finding settled = settled(pm2, effect, output);
                    if (settled instanceof Finding.Done
                            && call.text("save", "false").equals("true")) {
                        var _ = pm2.run(effect, Map.of(), List.of("save", "--force"));
                    }
                    return settled;
                });
    }

    private static String anew(Pm2 pm2, String name, Effect effect)
            throws IOException, InterruptedException {
        if (!pm2.instances().isEmpty()) {
            var _ = pm2.run(effect, Map.of(), List.of("delete", name));
        }
        Call call = pm2.call();
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "start",
                                call.text("folder") + "/" + call.text("script"),
                                "--name",
                                name,
                                "--cwd",
                                call.text("folder")));
        List<String> args = call.texts("args");
        if (!args.isEmpty()) {
            words.add("--");
            words.addAll(args);
        }
        return pm2.run(effect, pm2.environment(), words);
    }

    /// A process that falls over at once is started again by pm2, and is not there yet.
    private Finding settled(Pm2 pm2, Effect effect, String output)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + effect.timeout().toNanos() * 9 / 10;
        while (true) {
            Finding now = seen(pm2, effect);
            if (!(now instanceof Finding.NotDone) || System.nanoTime() > end) {
                return now instanceof Finding.NotDone(String reason, _)
                        ? new Finding.NotDone(reason, output)
                        : now;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    @Override
    public Finding observe(Call call, Effect effect) {
        return Bench.handled(effect, () -> seen(new Pm2(bench, call), effect));
    }

    private Finding seen(Pm2 pm2, Effect effect) throws IOException, InterruptedException {
        List<Pm2.Running> instances = pm2.instances();
        if (deed == Deed.STOP) {
            return instances.stream().noneMatch(Pm2.Running::online)
                    ? new Finding.Done(pm2 + " is stopped")
                    : new Finding.NotDone(pm2 + " runs still", "");
        }
        long settled = System.currentTimeMillis() - SETTLED_MILLIS;
        boolean ours =
                !instances.isEmpty()
                        && instances.stream()
                                .allMatch(r ->
                                        r.online()
                                                && r.key().equals(effect.key())
                                                && r.since() < settled);
        return ours
                ? new Finding.Done("%s runs in %s".formatted(pm2, instances.getFirst().folder()))
                : new Finding.NotDone("%s: %s".formatted(pm2, instances), "");
    }
}
