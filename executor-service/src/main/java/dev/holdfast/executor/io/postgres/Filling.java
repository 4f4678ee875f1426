package dev.holdfast.executor.io.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Fills an empty database from a backup, whatever its format, in one transaction.
///
/// @param owners whether objects may be given to their owners
record Filling(Tools tools, Map<String, String> marks, Duration timeout, boolean owners) {
    /// @param beside a folder for a copy of what is SQL text, taken away again
    /// @param key names the copy
    void fill(Path backup, Target fresh, Path beside, String key)
            throws IOException, InterruptedException {
        trust(backup);
        if (Tools.plain(backup)) {
            copied(backup, fresh, beside.resolve(".restoring-" + key + ".sql"));
            return;
        }
        List<String> args =
                new ArrayList<>(
                        List.of(
                                "--exit-on-error",
                                "--single-transaction",
                                "--no-password",
                                "--dbname=" + fresh.database()));
        if (!owners) {
            args.add("--no-owner");
        }
        args.add(backup.toString());
        tools.run("pg_restore", args, fresh, marks, timeout);
    }

    private void copied(Path backup, Target fresh, Path sql)
            throws IOException, InterruptedException {
        try (InputStream in = Tools.open(backup)) {
            Files.copy(in, sql, StandardCopyOption.REPLACE_EXISTING);
            // The copy is what is run, so it is what must be trusted.
            trust(sql);
            List<String> args =
                    List.of(
                            "--no-psqlrc",
                            "--quiet",
                            "--set=ON_ERROR_STOP=1",
                            "--single-transaction",
                            "--no-password",
                            "--output=/dev/null",
                            "--file=" + sql);
            tools.run("psql", args, fresh, marks, timeout);
        } finally {
            Files.deleteIfExists(sql);
        }
    }

    private void trust(Path file) throws IOException {
        Optional<String> untrusted = tools.untrusted(file);
        if (untrusted.isPresent()) {
            throw new IOException(untrusted.get());
        }
    }
}
