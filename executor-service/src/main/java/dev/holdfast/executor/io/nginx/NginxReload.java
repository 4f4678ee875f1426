package dev.holdfast.executor.io.nginx;

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

/// `nginx.reload`: tests the configuration, then has the running nginx read it. A configuration that
/// does not pass is never read, so what serves goes on serving. Reading it twice does no harm:
/// idempotent. It is done when new workers serve.
public final class NginxReload implements EffectAction {
    private static final long PAUSE_MILLIS = 100;

    private final Bench bench;

    public NginxReload(Bench bench) {
        this.bench = bench;
    }

    @Override
    public String name() {
        return "nginx.reload";
    }

    @Override
    public List<ArgumentForm> arguments() {
        return Bench.placed(
                List.of(
                        ArgumentForm.takes("configuration", ArgumentType.PATH),
                        ArgumentForm.takes("prefix", ArgumentType.PATH),
                        ArgumentForm.takes("pid-file", ArgumentType.PATH)));
    }

    @Override
    public String target(Call call) {
        return "nginx " + call.scope().key();
    }

    private static List<String> line(Call call, String... words) {
        List<String> line = new ArrayList<>(List.of("nginx"));
        call.optional("prefix").ifPresent(p -> line.addAll(List.of("-p", p)));
        call.optional("configuration").ifPresent(c -> line.addAll(List.of("-c", c)));
        line.addAll(List.of(words));
        return line;
    }

    @Override
    public boolean losesNothing() {
        return true;
    }

    @Override
    public Preview plan(Call call) {
        String what = call.text("configuration", "its configuration");
        Preview preview =
                Preview.of(
                        "test %s, then have nginx read it".formatted(what),
                        Repeat.IDEMPOTENT,
                        Duration.ofSeconds(1));
        List<String> paths = new ArrayList<>();
        List.of("configuration", "prefix", "pid-file")
                .forEach(name -> call.optional(name).ifPresent(paths::add));
        List<String> obstacles = bench.obstacles(call, "nginx", paths);
        if (!obstacles.isEmpty()) {
            return preview.hindered(obstacles);
        }
        return Bench.looked(
                preview,
                "nginx",
                () -> {
                    // What an earlier step puts back is tested when it is there: here a
                    // configuration
                    // that fails is told, not refused.
                    var test = bench.ended(call, null, line(call, "-t", "-q"));
                    if (master(call).isEmpty()) {
                        obstacles.add("no nginx runs with this configuration");
                    }
                    return preview.unchecked(
                                    test.code() == 0
                                            ? List.of()
                                            : List.of(
                                                    "the configuration fails now: "
                                                            + test.output()))
                            .hindered(obstacles);
                });
    }

    private String master(Call call) throws IOException, InterruptedException {
        String file = call.text("pid-file", "/run/nginx.pid");
        var found = bench.ended(call, null, List.of("cat", file));
        String pid = found.output().strip();
        boolean lives =
                found.code() == 0
                        && pid.matches("\\d{1,9}")
                        && bench.ended(call, null, List.of("kill", "-0", pid)).code() == 0;
        return lives ? pid : "";
    }

    private List<String> workers(Call call, String master)
            throws IOException, InterruptedException {
        var found = bench.ended(call, null, List.of("pgrep", "-P", master));
        return found.output().lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    }

    @Override
    public Finding apply(Call call, Effect effect) {
        return Bench.handled(
                effect,
                () -> {
                    String tested = bench.run(call, null, line(call, "-t"), effect);
                    String master = master(call);
                    if (master.isEmpty()) {
                        return new Finding.NotDone("no nginx runs with this configuration", "");
                    }
                    List<String> before = workers(call, master);
                    var _ = bench.run(call, null, line(call, "-s", "reload"), effect);
                    return renewed(call, master, before, effect, tested);
                });
    }

    private Finding renewed(
            Call call, String master, List<String> before, Effect effect, String tested)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + effect.timeout().toNanos() * 9 / 10;
        while (System.nanoTime() < end) {
            List<String> now = workers(call, master);
            if (now.stream().anyMatch(w -> !before.contains(w))) {
                return new Finding.Done(
                        "nginx %s has new workers %s\n%s".formatted(master, now, tested));
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        return new Finding.NotDone(
                "nginx %s has no new workers: see its error log".formatted(master), tested);
    }

    @Override
    public Finding observe(Call call, Effect effect) {
        return Bench.handled(
                effect,
                () ->
                        master(call).isEmpty()
                                ? new Finding.NotDone("no nginx runs with this configuration", "")
                                : new Finding.Unsure(
                                        "it runs; whether it has read it is not seen", ""));
    }
}
