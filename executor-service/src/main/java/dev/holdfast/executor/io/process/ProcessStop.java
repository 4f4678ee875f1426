package dev.holdfast.executor.io.process;

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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// `process.stop`: ends the process that a pid file names; after `grace` by force. Checkable: it is
/// done when no such process lives.
public final class ProcessStop implements EffectAction {
    static final Duration GRACE = Duration.ofSeconds(10);

    @Override
    public String name() {
        return "process.stop";
    }

    @Override
    public List<ArgumentForm> arguments() {
        return List.of(
                ArgumentForm.needs("pid-file", ArgumentType.PATH),
                ArgumentForm.choice("signal", Signals.NAMES),
                ArgumentForm.takes("grace", ArgumentType.DURATION));
    }

    @Override
    public String target(Call call) {
        return "process " + call.scope().key();
    }

    @Override
    public Preview plan(Call call) {
        String file = call.text("pid-file");
        String now =
                Living.inPidFile(Path.of(file))
                        .map(p -> "process %d".formatted(p.pid()))
                        .orElse("no process now");
        return Preview.of(
                        "stop the process of %s (%s)".formatted(file, now),
                        Repeat.CHECKABLE,
                        Duration.ofSeconds(1))
                .down(Duration.ofSeconds(1))
                .hindered(Places.wrong(call.allowed(), file).stream().toList());
    }

    @Override
    public Finding apply(Call call, Effect effect) {
        Optional<ProcessHandle> process = Living.inPidFile(Path.of(call.text("pid-file")));
        if (process.isEmpty()) {
            return new Finding.Done("no process of %s lives".formatted(call.text("pid-file")));
        }
        try {
            Duration grace = call.duration("grace", GRACE);
            return Signals.end(process.get(), call.text("signal", "TERM"), grace)
                    ? new Finding.Done("process %d ended".formatted(process.get().pid()))
                    : new Finding.NotDone("process %d lives on".formatted(process.get().pid()), "");
        } catch (IOException e) {
            return new Finding.NotDone(String.valueOf(e.getMessage()), "");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Finding.Unsure("interrupted while stopping", "");
        }
    }

    @Override
    public Finding observe(Call call, Effect effect) {
        return Living.inPidFile(Path.of(call.text("pid-file")))
                .<Finding>map(p -> new Finding.NotDone("process %d lives".formatted(p.pid()), ""))
                .orElseGet(() -> new Finding.Done("no process of the pid file lives"));
    }
}
