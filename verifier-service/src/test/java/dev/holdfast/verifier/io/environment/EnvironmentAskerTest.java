package dev.holdfast.verifier.io.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.verifier.io.Trial;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

/// The environment of a real process of this machine.
class EnvironmentAskerTest {
    @TempDir Path folder = Path.of("");

    private Trial trial(String variables) {
        return Trial.of(
                        "checks: { it: { environment: { pid-file: \"%s\", variables: { %s } } } }"
                                .formatted(folder.resolve("shop.pid"), variables))
                .files(folder);
    }

    @Test
    void a_running_process_is_read_and_its_secrets_are_not_told() throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sleep", "60");
        builder.environment().clear();
        builder.environment().put("RELEASE", "1.4.1");
        builder.environment().put("DB_PASSWORD", "open-sesame");
        Process process = builder.start();
        try {
            Files.writeString(folder.resolve("shop.pid"), process.pid() + "\n");
            Trial right = trial("RELEASE: \"${to}\", DB_PASSWORD: open-sesame").passes();
            assertThat(right.evidence()).contains("RELEASE=1.4.1").doesNotContain("open-sesame");
            trial("RELEASE: 1.5.0").fails("is 1.4.1");
            assertThat(trial("DB_PASSWORD: other").fails("not as wanted").ask().says())
                    .doesNotContain("open-sesame");
            trial("NOTHING: x").fails("is not set");
        } finally {
            process.destroyForcibly().waitFor();
        }
        trial("RELEASE: 1.4.1").isInconclusive("does not run");
        Files.writeString(folder.resolve("shop.pid"), "../1");
        trial("RELEASE: 1.4.1").isInconclusive("holds no number");
        Files.delete(folder.resolve("shop.pid"));
        trial("RELEASE: 1.4.1").isInconclusive("is not there");
    }
}
