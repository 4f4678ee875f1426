package dev.holdfast.executor.whole.specimen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// What acts on this machine's files and processes.
final class HostSpecimens {
    private static final Duration GONE = Duration.ofSeconds(5);

    private HostSpecimens() {}

    static Subject link(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("releases/1.4.1"));
        Path bad = Files.createDirectories(folder.resolve("releases/1.5.0"));
        Path good = folder.resolve("releases/1.4.1");
        Path link = Files.createSymbolicLink(folder.resolve("current"), bad);
        return Subject.of(
                "link.switch",
                "{link: \"%s\", to: \"%s\"}".formatted(link, good),
                () -> Files.readSymbolicLink(link).equals(good) ? 1 : 0);
    }

    static Subject environment(Path folder) throws IOException {
        Path file = folder.resolve(".env");
        Files.writeString(file, "MODE=wild\nPORT=80\n");
        return Subject.of(
                "environment.set",
                "{file: \"%s\", values: {MODE: calm}}".formatted(file),
                () -> Files.readString(file).equals("MODE=calm\nPORT=80\n") ? 1 : 0);
    }

    /// Done once, since it can be looked at.
    static Subject checkable(Path folder) throws IOException {
        Path runs = folder.resolve("runs");
        Path program = script(folder.resolve("do"), "echo \"$HOLDFAST_KEY\" >> " + runs);
        Path look = script(folder.resolve("look"), "[ -s %s ]".formatted(runs));
        return Subject.of(
                        "process.run",
                        "{program: \"%s\", repeat: checkable, observe: [\"%s\"]}"
                                .formatted(program, look),
                        () -> lines(runs).size())
                .programs(program.toString(), look.toString());
    }

    /// Done again, always under one key.
    static Subject idempotent(Path folder) throws IOException {
        Path runs = folder.resolve("runs");
        Path program = script(folder.resolve("do"), "echo \"$HOLDFAST_KEY\" >> " + runs);
        return Subject.of(
                        "process.run",
                        "{program: \"%s\", repeat: idempotent}".formatted(program),
                        () -> Set.copyOf(lines(runs)).size())
                .programs(program.toString());
    }

    /// Never done again without a person.
    static Subject manual(Path folder) throws IOException {
        Path runs = folder.resolve("runs");
        Path program = script(folder.resolve("do"), "echo \"$HOLDFAST_KEY\" >> " + runs);
        return Subject.of(
                        "process.run",
                        "{program: \"%s\", repeat: manual}".formatted(program),
                        () -> lines(runs).size())
                .programs(program.toString());
    }

    static Subject start(Path folder) throws IOException {
        Path program = server(folder);
        return Subject.of(
                        "process.start",
                        "{program: \"%s\", pid-file: \"%s\"}"
                                .formatted(program, folder.resolve("pid")),
                        () -> lines(folder.resolve("starts")).size())
                .programs(program.toString())
                .ending(() -> killed(folder));
    }

    static Subject restart(Path folder) throws Exception {
        Path program = server(folder);
        Process before = new ProcessBuilder(program.toString()).start();
        Files.writeString(folder.resolve("pid"), Long.toString(before.pid()));
        awaitLine(folder);
        return Subject.of(
                        "process.restart",
                        "{program: \"%s\", pid-file: \"%s\", grace: 2s}"
                                .formatted(program, folder.resolve("pid")),
                        () -> lines(folder.resolve("starts")).size() - 1)
                .programs(program.toString())
                .ending(() -> killed(folder));
    }

    static Subject stop(Path folder) throws Exception {
        Process running = new ProcessBuilder(server(folder).toString()).start();
        Files.writeString(folder.resolve("pid"), Long.toString(running.pid()));
        awaitLine(folder);
        return Subject.of(
                        "process.stop",
                        "{pid-file: \"%s\", grace: 2s}".formatted(folder.resolve("pid")),
                        () -> running.isAlive() ? 0 : 1)
                .ending(() -> killed(folder));
    }

    static Subject evidence(Path folder) throws IOException {
        Path runs = folder.resolve("runs");
        Path program = script(folder.resolve("do"), "echo looked >> " + runs);
        return Subject.of(
                        "evidence.run",
                        "{program: \"%s\"}".formatted(program),
                        () -> lines(runs).size())
                .programs(program.toString())
                .repeatable();
    }

    /// Says that it has started, and stays.
    private static Path server(Path folder) throws IOException {
        return script(
                folder.resolve("serve"), "echo $$ >> %s/starts; exec sleep 600".formatted(folder));
    }

    private static void awaitLine(Path folder) {
        org.awaitility.Awaitility.await()
                .atMost(GONE)
                .until(() -> !lines(folder.resolve("starts")).isEmpty());
    }

    private static void killed(Path folder) throws IOException {
        for (String pid : lines(folder.resolve("starts"))) {
            ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    static Path script(Path file, String text) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }
}
