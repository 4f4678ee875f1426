package dev.holdfast.executor.io.systemd;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `systemd.restart`, `systemd.start`, `systemd.stop`, `systemd.reload` of one unit. Checkable but for
/// reload: systemd gives each start an identity of its own.
public final class SystemdAction implements EffectAction {
    private static final String UNIT =
            "[A-Za-z0-9][A-Za-z0-9:_.@-]{0,250}\\.(service|socket|timer|target)";
    private static final String START = "start of ";

    /// What is to become of the unit.
    private enum Deed {
        RESTART,
        START,
        STOP,
        RELOAD
    }

    private final Bench bench;
    private final Deed deed;

    private SystemdAction(Bench bench, Deed deed) {
        this.bench = bench;
        this.deed = deed;
    }

    /// One action a deed.
    public static List<SystemdAction> all(Bench bench) {
        return java.util.Arrays.stream(Deed.values())
                .map(d -> new SystemdAction(bench, d))
                .toList();
    }

    private String word() {
        return deed.name().toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public String name() {
        return "systemd." + word();
    }

    @Override
    public List<ArgumentForm> arguments() {
        return Bench.placed(
                List.of(
                        ArgumentForm.needs("unit", ArgumentType.TEXT),
                        ArgumentForm.takes("user-manager", ArgumentType.FLAG)));
    }

    @Override
    public String target(Call call) {
        return "systemd " + call.scope().key();
    }

    private static List<String> line(Call call, String... words) {
        List<String> line =
                new ArrayList<>(List.of("systemctl", "--no-ask-password", "--no-pager"));
        if (call.text("user-manager", "false").equals("true")) {
            line.add("--user");
        }
        line.addAll(List.of(words));
        return line;
    }

    @Override
    public Preview plan(Call call) {
        String unit = call.text("unit");
        Preview preview =
                Preview.of(
                                "%s %s".formatted(word(), unit),
                                deed == Deed.RELOAD ? Repeat.IDEMPOTENT : Repeat.CHECKABLE,
                                Duration.ofSeconds(3))
                        .down(Duration.ofSeconds(deed == Deed.RESTART ? 2 : 0));
        List<String> obstacles = new ArrayList<>(bench.obstacles(call, "systemctl", List.of()));
        if (!unit.matches(UNIT)) {
            obstacles.add("'%s' is no unit such as shop.service".formatted(unit));
        }
        if (!obstacles.isEmpty()) {
            return preview.hindered(obstacles);
        }
        return Bench.looked(
                preview,
                unit,
                () -> {
                    Map<String, String> now = state(call);
                    boolean known = "loaded".equals(now.get("LoadState"));
                    return preview.moving(Map.of(START + unit, identity(now)), Map.of())
                            .hindered(known ? List.of() : List.of("systemd knows no unit " + unit));
                });
    }

    private Map<String, String> state(Call call) throws IOException, InterruptedException {
        Map<String, String> state = new HashMap<>();
        String properties = "LoadState,ActiveState,SubState,InvocationID";
        bench.ask(
                        call,
                        null,
                        line(call, "show", "--property=" + properties, "--", call.text("unit")))
                .lines()
                .filter(l -> l.contains("="))
                .forEach(l ->
                        state.put(l.substring(0, l.indexOf('=')), l.substring(l.indexOf('=') + 1)));
        return state;
    }

    private static String identity(Map<String, String> state) {
        String id = state.getOrDefault("InvocationID", "");
        return id.isEmpty() ? "(never)" : id;
    }

    @Override
    public Finding apply(Call call, Effect effect) {
        return Bench.handled(
                effect,
                () -> {
                    String output =
                            bench.run(
                                    call,
                                    null,
                                    line(call, word(), "--", call.text("unit")),
                                    effect);
                    return deed == Deed.RELOAD
                            ? new Finding.Done("reloaded " + call.text("unit") + "\n" + output)
                            : seen(call);
                });
    }

    @Override
    public Finding observe(Call call, Effect effect) {
        return Bench.handled(effect, () -> seen(call));
    }

    private Finding seen(Call call) throws IOException, InterruptedException {
        Map<String, String> now = state(call);
        String active = now.getOrDefault("ActiveState", "");
        String before = call.rests().getOrDefault(START + call.text("unit"), "");
        boolean there =
                switch (deed) {
                    case STOP -> active.equals("inactive") || active.equals("failed");
                    case START, RELOAD -> active.equals("active");
                    case RESTART -> active.equals("active") && !identity(now).equals(before);
                };
        String how = "%s is %s (%s)".formatted(call.text("unit"), active, now.get("SubState"));
        return there ? new Finding.Done(how) : new Finding.NotDone(how, now.toString());
    }
}
