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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `process.signal`: sends a signal such as HUP (reload) to the process that a pid file names.
/// Idempotent for what it is meant for, so after a crash it is sent again.
public final class ProcessSignal implements EffectAction {
    @Override
    public String name() {
        return "process.signal";
    }

    @Override
    public List<ArgumentForm> arguments() {
        return List.of(
                ArgumentForm.needs("pid-file", ArgumentType.PATH),
                new ArgumentForm("signal", ArgumentType.TEXT, true, List.of(Signals.NAMES)));
    }

    @Override
    public String target(Call call) {
        return "process " + call.scope().key();
    }

    @Override
    public Preview plan(Call call) {
        String file = call.text("pid-file");
        List<String> obstacles = new ArrayList<>();
        Places.wrong(call.allowed(), file).ifPresent(obstacles::add);
        if (Living.inPidFile(Path.of(file)).isEmpty()) {
            obstacles.add("no process of %s lives".formatted(file));
        }
        return Preview.of(
                        "send %s to the process of %s".formatted(call.text("signal"), file),
                        Repeat.IDEMPOTENT,
                        Duration.ofMillis(100))
                .hindered(obstacles);
    }

    @Override
    public Finding apply(Call call, Effect effect) {
        Optional<ProcessHandle> process = Living.inPidFile(Path.of(call.text("pid-file")));
        if (process.isEmpty()) {
            return new Finding.NotDone("no process of the pid file lives", "");
        }
        try {
            Signals.send(process.get(), call.text("signal"));
            return new Finding.Done(
                    "sent %s to %d".formatted(call.text("signal"), process.get().pid()));
        } catch (IOException e) {
            return new Finding.NotDone(String.valueOf(e.getMessage()), "");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Finding.Unsure("interrupted while signalling", "");
        }
    }

    @Override
    public Finding observe(Call call, Effect effect) {
        return new Finding.NotDone(
                "whether a signal came cannot be seen; it may be sent again", "");
    }
}
