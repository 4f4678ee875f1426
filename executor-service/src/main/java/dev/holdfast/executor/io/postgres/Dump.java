package dev.holdfast.executor.io.postgres;

import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.io.process.Programs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/// Takes one backup of a database and verifies it; the file has its name only when it is good.
record Dump(Tools tools, Target target, Path folder, boolean plain) {
    /// Named by the effect, so that a repeat finds it.
    Path file(Effect effect) {
        return folder.resolve(
                "%s-%s.%s"
                        .formatted(
                                target.database(),
                                effect.key().substring(0, 13),
                                plain ? "sql.gz" : "dump"));
    }

    /// The verified file; throws when there is none.
    Path take(String rollback, Effect effect) throws IOException, InterruptedException {
        Path file = file(effect);
        if (Files.exists(file) && tools.untrusted(file).isEmpty()) {
            return file;
        }
        Files.createDirectories(folder);
        Path fresh = folder.resolve(".unverified-" + file.getFileName());
        List<String> args =
                List.of(
                        plain ? "--format=plain" : "--format=custom",
                        "--compress=6",
                        "--no-password",
                        "--lock-wait-timeout=10s",
                        "--file=" + fresh);
        tools.run("pg_dump", args, target, Programs.marks(rollback, effect), effect.timeout());
        Optional<String> untrusted = tools.untrusted(fresh);
        if (untrusted.isPresent()) {
            throw new IOException(untrusted.get());
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        return file;
    }
}
