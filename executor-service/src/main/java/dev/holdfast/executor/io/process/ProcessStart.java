package dev.holdfast.executor.io.process;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.domain.words.Form;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.flow.EffectAction;
import dev.holdfast.executor.io.place.Places;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `process.start` and `process.restart`: start a program that stays, in a session of its own, with
/// its number in a pid file. A restart first ends the process that the pid file names. Checkable by
/// the effect's key in the environment of the running process.
public final class ProcessStart implements EffectAction {
    private final boolean restart;
    private final Launch launch;
    private final Starter starter;

    private ProcessStart(boolean restart, Set<String> operatorAllows) {
        this.restart = restart;
        this.launch = new Launch(operatorAllows);
        this.starter = new Starter(launch);
    }

    public static ProcessStart start(Set<String> operatorAllows) {
        return new ProcessStart(false, operatorAllows);
    }

    public static ProcessStart restart(Set<String> operatorAllows) {
        return new ProcessStart(true, operatorAllows);
    }

    @Override
    public String name() {
        return restart ? "process.restart" : "process.start";
    }

    @Override
    public List<ArgumentForm> arguments() {
        List<ArgumentForm> all = new ArrayList<>(Launch.ARGUMENTS);
        all.add(ArgumentForm.needs("pid-file", ArgumentType.PATH));
        all.add(ArgumentForm.takes("log", ArgumentType.PATH));
        if (restart) {
            all.add(ArgumentForm.choice("signal", Signals.NAMES));
            all.add(ArgumentForm.takes("grace", ArgumentType.DURATION));
        }
        return all;
    }

    @Override
    public Map<String, String> wrong(Map<String, Form> with) {
        return Launch.wrong(with);
    }

    @Override
    public String target(Call call) {
        return "process " + call.scope().key();
    }

    @Override
    public Preview plan(Call call) {
        List<String> obstacles = new ArrayList<>(launch.obstacles(call));
        Places.wrong(call.allowed(), call.text("pid-file")).ifPresent(obstacles::add);
        call.optional("log")
                .flatMap(l -> Places.wrong(call.allowed(), l))
                .ifPresent(obstacles::add);
        String does = (restart ? "restart " : "start ") + Launch.shown(call);
        Duration takes = Duration.ofSeconds(2);
        return Preview.of(does, Repeat.CHECKABLE, takes)
                .down(restart ? takes : Duration.ZERO)
                .hindered(obstacles);
    }

    @Override
    public Finding apply(Call call, Effect effect) {
        try {
            Optional<ProcessHandle> other =
                    Living.inPidFile(Path.of(call.text("pid-file")))
                            .filter(p -> !Living.marked(p.pid(), effect.key()));
            if (other.isPresent() && !restart) {
                return new Finding.NotDone(
                        "process %d of the pid file runs already; use process.restart"
                                .formatted(other.get().pid()),
                        "");
            }
            if (other.isPresent()) {
                end(call, other.get());
            }
            return starter.start(call, effect);
        } catch (IOException e) {
            return new Finding.NotDone("could not be started: " + e.getMessage(), "");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Finding.Unsure("interrupted while starting", "");
        }
    }

    private static void end(Call call, ProcessHandle running)
            throws IOException, InterruptedException {
        Duration grace = call.duration("grace", ProcessStop.GRACE);
        if (!Signals.end(running, call.text("signal", "TERM"), grace)) {
            throw new IOException("process %d does not end".formatted(running.pid()));
        }
    }

    @Override
    public Finding observe(Call call, Effect effect) {
        return starter.observe(call, effect);
    }
}
