package dev.holdfast.local;

import dev.holdfast.local.HouseStatus.State;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Starts, asks and ends the supervisor from another process.
public final class HouseControl {
    private static final Duration UP = Duration.ofMinutes(5);
    private static final Duration DOWN = Duration.ofMinutes(7);
    private static final List<String> FLAGS =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m");

    private final HouseSettings settings;

    public HouseControl(HouseSettings settings) {
        this.settings = settings;
    }

    /// How the house is; empty when no supervisor of it lives.
    public Optional<HouseStatus> running() {
        return HouseStatus.read(settings.statusFile())
                .filter(status -> status.supervisor().isPresent());
    }

    /// Starts a supervisor in the background and waits until the house is ready; `progress` sees
    /// every change. Throws with the reason when it does not come up; then nothing is left running.
    public HouseStatus up(Consumer<HouseStatus> progress) {
        Optional<HouseStatus> already = running();
        if (already.isPresent()) {
            return awaitUp(already.get().supervisor().orElseThrow(), progress);
        }
        try {
            Files.createDirectories(settings.logs());
            Files.deleteIfExists(settings.statusFile());
            Path log = settings.logs().resolve("supervisor.log");
            Process process =
                    new ProcessBuilder(command())
                            .directory(settings.data().toFile())
                            .redirectInput(Path.of("/dev/null").toFile())
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .start();
            return awaitUp(process.toHandle(), progress);
        } catch (IOException e) {
            throw new LocalException("Cannot start the supervisor: " + e.getMessage(), e);
        }
    }

    private HouseStatus awaitUp(ProcessHandle supervisor, Consumer<HouseStatus> progress) {
        long deadline = System.nanoTime() + UP.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<HouseStatus> status = HouseStatus.read(settings.statusFile());
            status.ifPresent(progress);
            if (status.isPresent() && status.get().state() == State.READY) {
                return status.get();
            }
            if (!supervisor.isAlive()) {
                throw new LocalException(
                        HouseStatus.read(settings.statusFile())
                                .flatMap(s -> Optional.ofNullable(s.problem()))
                                .orElse(
                                        "The supervisor ended. Its log %s ends with: %s"
                                                .formatted(
                                                        settings.logs().resolve("supervisor.log"),
                                                        lastLine())));
            }
            Pause.millis(50);
        }
        stop(supervisor);
        throw new LocalException(
                "The house was not ready within %d s and was stopped. Logs: %s"
                        .formatted(UP.toSeconds(), settings.logs()));
    }

    private String lastLine() {
        try {
            var lines = Files.readAllLines(settings.logs().resolve("supervisor.log"));
            return lines.isEmpty() ? "(nothing)" : lines.getLast();
        } catch (IOException e) {
            return "(not readable: %s)".formatted(e.getMessage());
        }
    }

    /// Ends one part by SIGKILL, as a fault would; the supervisor starts it again. Throws where the house
    /// is not up on this machine.
    ///
    /// @param name as `holdfast status` shows it, `executor` for example
    public void kill(String name) {
        long pid =
                running().stream()
                        .flatMap(status -> status.parts().stream())
                        .filter(part -> part.name().equals(name) && part.pid() > 0)
                        .map(HouseStatus.Part::pid)
                        .findFirst()
                        .orElseThrow(() ->
                                new LocalException(
                                        "There is no running part '%s' of a house on this machine (%s)"
                                                .formatted(name, settings.data())));
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    /// Ends the supervisor and with it every part. False when none was running.
    public boolean down(Consumer<HouseStatus> progress) {
        Optional<HouseStatus> status = running();
        if (status.isEmpty()) {
            return false;
        }
        ProcessHandle supervisor = status.get().supervisor().orElseThrow();
        supervisor.destroy();
        long deadline = System.nanoTime() + DOWN.toNanos();
        while (supervisor.isAlive() && System.nanoTime() < deadline) {
            HouseStatus.read(settings.statusFile()).ifPresent(progress);
            Pause.millis(50);
        }
        if (supervisor.isAlive()) {
            supervisor.destroyForcibly();
        }
        return true;
    }

    private static void stop(ProcessHandle supervisor) {
        supervisor.destroy();
        supervisor
                .onExit()
                .orTimeout(DOWN.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
                .exceptionally(_ -> supervisor)
                .join()
                .destroyForcibly();
    }

    /// This JVM's classpath for a process that outlives it.
    public static List<String> sameClasspath() {
        return List.of("-cp", KeptJars.of(System.getProperty("java.class.path")));
    }

    /// A session of its own, so that Ctrl-C and a closed terminal do not reach it.
    private List<String> command() {
        var command = new ArrayList<String>();
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            command.add("/usr/bin/setsid");
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(sameClasspath());
        command.add(Supervisor.class.getName());
        command.add(settings.root().toString());
        command.add(settings.data().toString());
        command.add(Integer.toString(settings.portBase()));
        command.add(Boolean.toString(settings.train()));
        return command;
    }
}
