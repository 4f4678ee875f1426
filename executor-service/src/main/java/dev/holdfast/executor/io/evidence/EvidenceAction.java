package dev.holdfast.executor.io.evidence;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.flow.EffectAction;
import dev.holdfast.executor.io.place.Bench;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// `evidence.file` saves the end of a file, `evidence.run` what a program says that only looks (logs,
/// versions, events). Both change nothing but our own bundle: idempotent.
public final class EvidenceAction implements EffectAction {
    private final Bench bench;
    private final Bundle bundle;
    private final boolean file;

    private EvidenceAction(Bench bench, Bundle bundle, boolean file) {
        this.bench = bench;
        this.bundle = bundle;
        this.file = file;
    }

    public static List<EvidenceAction> all(Bench bench, Bundle bundle) {
        return List.of(
                new EvidenceAction(bench, bundle, true), new EvidenceAction(bench, bundle, false));
    }

    @Override
    public String name() {
        return file ? "evidence.file" : "evidence.run";
    }

    @Override
    public List<ArgumentForm> arguments() {
        return Bench.placed(
                file
                        ? List.of(
                                ArgumentForm.needs("file", ArgumentType.PATH),
                                ArgumentForm.takes("most", ArgumentType.WHOLE))
                        : List.of(
                                ArgumentForm.needs("program", ArgumentType.TEXT),
                                ArgumentForm.takes("args", ArgumentType.TEXTS),
                                ArgumentForm.takes("folder", ArgumentType.PATH)));
    }

    @Override
    public Set<String> outputs() {
        return Set.of("file");
    }

    @Override
    public String target(Call call) {
        return "evidence " + call.scope().key();
    }

    private List<String> line(Call call) {
        if (file) {
            int most = Math.min(call.whole("most", Bundle.MOST), Bundle.MOST);
            return List.of("tail", "-c", Integer.toString(most), "--", call.text("file"));
        }
        List<String> line = new ArrayList<>(List.of(call.text("program")));
        line.addAll(call.texts("args"));
        return line;
    }

    @Override
    public Preview plan(Call call) {
        List<String> paths = new ArrayList<>();
        List.of("file", "folder").forEach(n -> call.optional(n).ifPresent(paths::add));
        List<String> obstacles =
                new ArrayList<>(bench.obstacles(call, file ? "tail" : call.text("program"), paths));
        if (!file && !call.allowed().program(call.text("program"))) {
            obstacles.add("program %s is not allowed by the pack".formatted(call.text("program")));
        }
        String what =
                file ? call.shown("file") : call.shown("program") + " " + call.shownAll("args");
        return Preview.of("save " + what, Repeat.IDEMPOTENT, Duration.ofMillis(500))
                .hindered(obstacles);
    }

    @Override
    public Finding apply(Call call, Effect effect) {
        return Bench.handled(
                effect,
                () -> {
                    String folder = call.optional("folder").orElse(null);
                    String text = bench.all(call, folder, line(call), effect);
                    bundle.prune(Instant.now());
                    Path kept = bundle.keep(call, call.masked(text));
                    return new Finding.Done(
                            "saved %d characters".formatted(text.length()),
                            java.util.Map.of("file", kept.toString()));
                });
    }

    @Override
    public Finding observe(Call call, Effect effect) {
        return bundle.there(call)
                ? new Finding.Done("it is saved")
                : new Finding.NotDone("it is not saved", "");
    }
}
