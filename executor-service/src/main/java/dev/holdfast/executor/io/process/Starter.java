package dev.holdfast.executor.io.process;

import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.flow.Call;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Starts a program that stays, and remembers it in a pid file. The effect's key in its environment
/// tells it from any other: a start that outlived its executor is adopted, never doubled.
record Starter(Launch launch) {
    private static final String SETSID = "/usr/bin/setsid";

    /// A program that ends this soon was not started well.
    private static final Duration SETTLES = Duration.ofMillis(300);

    Finding start(Call call, Effect effect) throws IOException, InterruptedException {
        Command command = launch.command(call, effect);
        Optional<ProcessHandle> living = Living.of(effect.key(), command.line());
        if (living.isPresent()) {
            remember(call, living.get().pid());
            return new Finding.Done("process %d runs already".formatted(living.get().pid()));
        }
        Process process = detached(call, command).start();
        remember(call, process.pid());
        if (process.waitFor(SETTLES.toMillis(), TimeUnit.MILLISECONDS)) {
            return new Finding.NotDone(
                    "it ended at once with exit code %d; see its log %s"
                            .formatted(process.exitValue(), call.text("log", "(none)")),
                    "");
        }
        return new Finding.Done("process %d started".formatted(process.pid()));
    }

    Finding observe(Call call, Effect effect) {
        Optional<ProcessHandle> known = Living.inPidFile(Path.of(call.text("pid-file")));
        return known.filter(p -> Living.marked(p.pid(), effect.key()))
                .<Finding>map(p -> new Finding.Done("process %d runs".formatted(p.pid())))
                .orElseGet(() ->
                        new Finding.NotDone("no process of this effect is in the pid file", ""));
    }

    /// In a session of its own, so that it outlives us whatever happens to our terminal.
    private static ProcessBuilder detached(Call call, Command command) {
        List<String> line = new ArrayList<>();
        if (Files.isExecutable(Path.of(SETSID))) {
            line.add(SETSID);
        }
        line.addAll(command.line());
        ProcessBuilder builder =
                Programs.builder(new Command(line, command.folder(), command.environment()));
        File log = new File(call.text("log", "/dev/null"));
        return builder.redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
    }

    private static void remember(Call call, long pid) throws IOException {
        Path file = Path.of(call.text("pid-file"));
        Path fresh = file.resolveSibling("." + file.getFileName() + ".new");
        Files.writeString(fresh, Long.toString(pid));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
