package dev.holdfast.executor.io.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/// The catalogue of backups.
class BackupsTest {
    @TempDir private Path folder;

    @Test
    void a_note_counts_only_for_the_file_that_was_restored() throws IOException {
        Path file = Files.writeString(folder.resolve("latest.dump"), "good");
        Backups.Print tried = Backups.print(file);
        Files.writeString(file, "broken, and longer");
        Backups.verified(file, tried, "3 tables", Instant.now());

        assertThat(new Backups(folder).untried()).isPresent();
        assertThat(Backups.same(file)).isFalse();
    }

    @Test
    void what_is_no_backup_counts_for_nothing() throws IOException {
        for (int i = 0; i < 50; i++) {
            Files.writeString(folder.resolve("a%d.dump.verified".formatted(i)), "{}");
        }
        Files.writeString(folder.resolve("z.dump"), "newest");

        assertThat(new Backups(folder).all()).hasSize(1);
    }
}
